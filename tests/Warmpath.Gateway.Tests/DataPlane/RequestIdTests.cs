using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Tests.DataPlane;

public sealed class RequestIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_uuid_of_version_7_that_tells_its_time()
    {
        for (var i = 0; i < 1000; i++)
        {
            var id = RequestId.New(Now);

            Assert.StartsWith("wreq_", id, StringComparison.Ordinal);
            Assert.Equal(id, id.ToLowerInvariant());
            var uuid = Guid.ParseExact(id["wreq_".Length..], "N");
            Assert.Equal(7, uuid.Version);
            Assert.InRange(uuid.Variant, 8, 11); // RFC 9562 4.1: binary 10
            Assert.Equal(Now.ToUnixTimeMilliseconds(), Convert.ToInt64(id.Substring(5, 12), 16));
        }
    }

    [Fact]
    public void Ids_of_one_moment_differ_and_later_ones_sort_behind()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => RequestId.New(Now)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(10_000, ids.Count);
        Assert.All(ids, id => Assert.True(string.CompareOrdinal(id, RequestId.New(Now.AddMilliseconds(1))) < 0));
    }
}
