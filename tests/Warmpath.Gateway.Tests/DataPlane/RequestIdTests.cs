using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Tests.DataPlane;

public class RequestIdTests
{
    [Fact]
    public void Ids_of_later_milliseconds_sort_behind()
    {
        var first = DateTimeOffset.UnixEpoch.AddYears(56);
        string[] ids = [.. Enumerable.Range(0, 50).Select(i => RequestId.New(first.AddMilliseconds(i)))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^wreq_[0-9a-f]{32}$", id));
    }
}
