using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Tests.Upstream;

public class UpstreamCallTests
{
    /// <summary>The HTTP client lets a bare one through where a connection ends between its making and its first use.</summary>
    [Fact]
    public void A_sockets_own_exception_is_the_upstreams_doing()
    {
        using var call = new UpstreamCall(TimeSpan.FromSeconds(1), new FakeTimeProvider(), CancellationToken.None);
        var exception = new SocketException((int)SocketError.NotConnected);
        Assert.True(call.IsUpstreams(exception));
        Assert.Equal(AttemptFailure.Reset, UpstreamAnswers.Failure(exception).Kind);
    }
}
