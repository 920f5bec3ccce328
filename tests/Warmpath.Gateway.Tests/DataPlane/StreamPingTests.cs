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
            Assert.Equal(Ping, await gateway.AdvanceUntilAsync(ReadAsync(body, Ping.Length), stepSeconds: 1));
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
        gateway.FakeTime.Advance(TimeSpan.FromMinutes(9));
        goOn.SetResult();
        Assert.Equal(Prompts.Stop, await new StreamReader(body).ReadToEndAsync());
    }

    [Theory]
    [InlineData("", 60)]
    [InlineData("", 0)]
    [InlineData("", 3600)]
    [InlineData("event: content_block_delta\ndata: {\"type\"", 60)]
    public async Task An_upstream_that_is_silent_for_ten_minutes_is_given_up_wherever_it_stopped(string half, double pingSeconds)
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content + half);
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        await gateway.ChangeSettingsAsync(settings => settings with { PingSeconds = pingSeconds });
        using var response = await gateway.SendAsync(Prompts.Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        await ReadAsync(body, (Prompts.Start + Prompts.Content + half).Length);
        var began = gateway.FakeTime.GetUtcNow();
        await Assert.ThrowsAnyAsync<IOException>(() => gateway.AdvanceUntilAsync(new StreamReader(body).ReadToEndAsync(), stepSeconds: 10));
        Assert.InRange((gateway.FakeTime.GetUtcNow() - began).TotalMinutes, 9.9, 11);
        Assert.Equal(EndState.Truncated, (await gateway.RowOnceWrittenAsync()).End);
    }

    [Fact]
    public async Task What_is_no_beginning_of_a_message_does_not_end_the_first_byte_limit()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync("event: vendor_status\ndata: {\"type\":\"vendor_status\"}\n\n");
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Streamed), stepSeconds: 10);
        Assert.Equal(502, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_large_answer_in_one_piece_that_stops_coming_is_given_up_too()
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3000000\r\n\r\n" + new string(' ', 2_000_000));
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.AdvanceUntilAsync(response.Content.ReadAsStringAsync(), stepSeconds: 10));
        Assert.Equal(EndState.Truncated, (await gateway.RowOnceWrittenAsync()).End);
    }

    [Theory]
    [InlineData("content-length: 100000")]
    [InlineData("transfer-encoding: chunked")]
    public async Task A_long_error_that_stops_coming_is_given_up_too(string framing)
    {
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.SendAsync($"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n{framing}\r\n\r\n");
            await (framing.StartsWith("content", StringComparison.Ordinal) ? wire.SendAsync(new string('x', 70_000)) : wire.ChunkAsync(new string('x', 70_000)));
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var response = await gateway.SendAsync(Prompts.Whole);
        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.AdvanceUntilAsync(response.Content.ReadAsStringAsync(), stepSeconds: 10));
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Text.Contains("failed", StringComparison.Ordinal));
    }

    private static async Task<string> ReadAsync(Stream body, int length)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
