using System.Text;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>What a client sees of an upstream that falls silent in the middle of its stream.</summary>
public class StreamPingTests
{
    private const string Ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

    [Fact]
    public async Task A_stream_whose_upstream_is_silent_is_kept_alive_between_two_events()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            await goOn.Task;
            await wire.ChunkAsync(Prompts.Text + Prompts.Delta + Prompts.Stop);
            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(Prompts.Start + Prompts.Content, await ReadAsync(body, (Prompts.Start + Prompts.Content).Length));
        for (var minute = 0; minute < 6; minute++)
        {
            Assert.Equal(Ping, await gateway.AdvanceUntilAsync(ReadAsync(body, Ping.Length)));
        }

        goOn.SetResult();
        Assert.Equal(Prompts.Text + Prompts.Delta + Prompts.Stop, await new StreamReader(body).ReadToEndAsync());
        Assert.Equal(EndState.Complete, (await gateway.RowAsync()).End);
    }

    [Theory]
    [InlineData("event: content_block_delta\ndata: {\"type\"")]
    [InlineData("event: content_block_delta\n")]
    [InlineData(": a comment\n")]
    public async Task Inside_an_event_nothing_is_put(string half)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content + half);
            await goOn.Task;
            await wire.ChunkAsync("\n\n" + Prompts.Stop);
            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        await ReadAsync(body, (Prompts.Start + Prompts.Content + half).Length);
        gateway.FakeTime.Advance(TimeSpan.FromMinutes(3));
        goOn.SetResult();
        Assert.Equal("\n\n" + Prompts.Stop, await new StreamReader(body).ReadToEndAsync());
    }

    [Fact]
    public async Task A_setting_leaves_streams_as_they_come()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            await goOn.Task;
            await wire.ChunkAsync(Prompts.Stop);
            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { PingSeconds = 0 });
        using var response = await gateway.SendAsync(Prompts.Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        await ReadAsync(body, (Prompts.Start + Prompts.Content).Length);
        gateway.FakeTime.Advance(TimeSpan.FromMinutes(10));
        goOn.SetResult();
        Assert.Equal(Prompts.Stop, await new StreamReader(body).ReadToEndAsync());
    }

    private static async Task<string> ReadAsync(Stream body, int length)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
