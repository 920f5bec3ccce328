using Warmpath.Kill;
using Warmpath.Mock;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Processes;

/// <summary>SIGTERM, on the process.</summary>
public class TerminateTests
{
    [Fact]
    public async Task Told_to_end_it_takes_nobody_new_lets_streams_end_and_leaves_with_zero_and_everything_recorded()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockServer.StartAsync(new MockOptions(), TimeProvider.System, TestContext.Current.CancellationToken);
        await using var gateway = await GatewayProcess.StartAsync(terminal.Data);
        using var clients = new RunningGateway(gateway, terminal.Data);
        await clients.FurnishAsync(mock);

        using var stream = await clients.StreamAsync(tokens: 120);
        await gateway.TerminateAsync();
        var body = await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: message_stop", body, StringComparison.Ordinal);

        var (code, log) = await gateway.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.DoesNotContain("lost", log, StringComparison.Ordinal);
        using var late = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync(gateway.Url + "/healthz"));

        await using var again = await GatewayProcess.StartAsync(terminal.Data);
        using var reader = new RunningGateway(again, terminal.Data);
        var row = Assert.Single((await reader.AdminAsync("requests")).GetProperty("items").EnumerateArray());
        Assert.Equal(Assert.Single(stream.Headers.GetValues("x-warmpath-request-id")), row.GetProperty("id").GetString());
        Assert.Equal("complete", row.GetProperty("end").GetString());
    }
}
