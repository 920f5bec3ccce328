using Warmpath.Mock.Requests;

namespace Warmpath.Tests.Mock;

public class RequestLogTests
{
    [Fact]
    public void The_log_holds_the_last_ten_thousand()
    {
        var log = new RequestLog();
        for (var i = 0; i < RequestLog.Capacity + 5; i++)
        {
            log.Add(new() { At = JumpingTime.Start, RequestId = "req", Method = "GET", Path = "/" });
        }

        var requests = log.List();
        Assert.Equal(10_000, requests.Count);
        Assert.Equal((6, 10_005), (requests[0].Number, requests[^1].Number));
        Assert.Equal([10_004, 10_005], log.List(after: 10_003).Select(request => request.Number));
    }
}
