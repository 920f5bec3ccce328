using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>Streams that break after the client has begun to receive them, and clients that leave.</summary>
public class BrokenStreamTests
{
    private const string CleanEnd = "\r\n0\r\n\r\n";

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    [InlineData("clean end")]
    [InlineData("error event")]
    public async Task A_stream_that_breaks_after_content_is_delivered_as_far_as_it_came_without_a_clean_end(string fault)
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content + Prompts.Text);
            await delivered.Task;
            switch (fault)
            {
                case "reset":
                    wire.Reset();
                    break;
                case "close":
                    wire.Close();
                    break;
                case "clean end":
                    await wire.EndStreamAsync();
                    break;
                default:
                    await wire.ChunkAsync(Prompts.Overloaded);
                    await wire.EndStreamAsync();
                    break;
            }
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var socket = await gateway.ConnectAsync(gateway.RawMessage(Prompts.Streamed));
        var first = new byte[64 * 1024];
        var read = await socket.ReceiveAsync(first);
        delivered.SetResult();
        var text = Encoding.Latin1.GetString(first, 0, read) + await TestGateway.ReadToEndAsync(socket);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", text);
        Assert.Contains(Prompts.Start + Prompts.Content + Prompts.Text, text);
        Assert.Equal(fault == "error event", text.Contains(Prompts.Overloaded, StringComparison.Ordinal));
        Assert.DoesNotContain(CleanEnd, text);

        var row = await gateway.RowOnceWrittenAsync();
        Assert.Equal((EndState.Truncated, 200), (row.End, row.Status));
        Assert.Equal(fault == "error event" ? "overloaded_error" : null, row.ErrorType);
        Assert.Equal(10, row.Usage?.Input);
        Assert.Single(row.Attempts);
        Assert.All(gateway.Log.Lines, line => Assert.InRange(line.Level, LogLevel.Information, LogLevel.Warning));
        Assert.Contains(gateway.Log.Lines, line => line.Text.Contains("without a clean end of body", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_bytes_before_the_break_all_arrive()
    {
        var text = string.Concat(Enumerable.Repeat(Prompts.Text, 20_000));
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            await wire.ChunkAsync(text);
            wire.Close();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var received = await gateway.ExchangeRawAsync(Prompts.Streamed);
        var unframed = Regex.Replace(received, "\r\n[0-9a-fA-F]+\r\n", ""); // events end in bare line feeds, chunks do not
        Assert.Equal(20_000, unframed.Split("\"text\":\"Hi\"").Length - 1);
        Assert.DoesNotContain(CleanEnd, received);
    }

    [Fact]
    public async Task A_whole_stream_does_end_cleanly()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.StreamAsync(Prompts.WholeStream));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        using var socket = await gateway.ConnectAsync(gateway.RawMessage(Prompts.Streamed).Replace("host:", "connection: close\r\nhost:", StringComparison.Ordinal));
        Assert.EndsWith(CleanEnd, await TestGateway.ReadToEndAsync(socket));
    }

    [Fact]
    public async Task An_opening_without_content_is_sent_half_a_second_after_message_start_and_not_before()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start);
            started.SetResult();
            await wire.ClosedByGatewayAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var sending = gateway.SendAsync(Prompts.Streamed);
        await started.Task;
        gateway.FakeTime.Advance(TimeSpan.FromMilliseconds(400));
        await Task.WhenAny(sending, Task.Delay(100, TestContext.Current.CancellationToken));
        Assert.False(sending.IsCompleted);
        using var response = await gateway.AdvanceUntilAsync(sending);
        Assert.Equal(200, (int)response.StatusCode);
        var opening = new byte[Prompts.Start.Length];
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(opening);
    }

    [Fact]
    public async Task An_error_after_that_half_second_is_no_failover_any_more()
    {
        var fail = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start);
            await fail.Task;
            await wire.ChunkAsync(Prompts.Overloaded);
            await wire.EndStreamAsync();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        using var response = await gateway.AdvanceUntilAsync(gateway.SendAsync(Prompts.Streamed));
        fail.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.Single(upstream.Requests);
        Assert.Equal(EndState.Truncated, (await gateway.RowOnceWrittenAsync()).End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_ends_the_call_upstream_and_its_usage_so_far_is_kept(bool afterContent)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            if (afterContent)
            {
                await wire.BeginStreamAsync();
                await wire.ChunkAsync(Prompts.Start + Prompts.Content);
            }

            said.SetResult();
            await wire.ClosedByGatewayAsync();
            ended.SetResult();
        });
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var socket = await gateway.ConnectAsync(gateway.RawMessage(Prompts.Streamed));
        await said.Task;
        if (afterContent)
        {
            await socket.ReceiveAsync(new byte[16 * 1024]);
        }

        socket.Dispose();
        await ended.Task;
        var row = await gateway.RowOnceWrittenAsync();
        Assert.Equal((EndState.ClientCancelled, afterContent ? 200 : 0), (row.End, row.Status));
        Assert.Equal(afterContent ? 10 : null, row.Usage?.Input);
        Assert.Equal("cancelled", Assert.Single(row.Attempts).Outcome);
        Assert.Equal(0, Assert.Single(gateway.View().Keys).InFlight);
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_is_recorded_and_forgotten()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.AnswerAsync(429, Prompts.Error("rate_limit_error"), "retry-after: 30\r\n"));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url);
        var socket = await gateway.ConnectAsync(gateway.RawMessage(Prompts.Whole));
        while (gateway.View().Waiting == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        socket.Dispose();
        var row = await gateway.RowOnceWrittenAsync();
        Assert.Equal((EndState.ClientCancelled, 0, "waited"), (row.End, row.Status, row.Decision));
        Assert.Equal(0, gateway.View().Waiting);
    }
}
