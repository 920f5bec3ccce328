using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Clients that hold a connection and hardly use it: it costs them the connection.</summary>
public class SlowClientTests
{
    [Fact]
    public async Task A_sender_that_stops_in_its_body_is_told_and_left()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(200, Prompts.Answer));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var socket = await gateway.ConnectAsync(gateway.RawMessage("{").Replace("content-length: 1", "content-length: 100000", StringComparison.Ordinal));
        var answer = await TestGateway.ReadToEndAsync(socket); // ends after the server's own five seconds of grace
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
        Assert.Empty(upstream.Requests);
    }
}
