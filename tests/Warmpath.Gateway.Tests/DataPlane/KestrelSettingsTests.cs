using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Warmpath.Gateway.DataPlane;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.DataPlane;

public class KestrelSettingsTests
{
    // The server has a bound for bytes as they come from a socket and one for what is decrypted of them; it heeds the one or the other.
    [Fact]
    public async Task What_waits_for_its_reader_is_bounded_with_and_without_tls()
    {
        await using var gateway = await TestGateway.StartAsync(null);

        Assert.Equal(KestrelSettings.MostUnreadBytes, gateway.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize);
        Assert.Equal(KestrelSettings.MostUnreadBytes, gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBufferSize);
    }

    [Fact]
    public void Thirty_two_large_bodies_at_once_come_in_large_blocks() =>
        Assert.InRange(32 * ((KestrelSettings.MostUnreadBytes / BlockPool.LargeBytes) + 1), 1, BlockPool.MostLargeLent);
}
