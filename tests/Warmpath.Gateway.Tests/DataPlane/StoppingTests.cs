using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Warmpath.Gateway.Admitting;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>A gateway that is told to stop while requests are under way.</summary>
public class StoppingTests
{
    [Fact]
    public async Task While_it_stops_it_says_so_takes_nobody_new_and_a_stream_goes_on_to_its_end()
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
        Assert.Equal((200, "ready\n"), await ProbeAsync(gateway, "/readyz"));
        using var response = await gateway.SendAsync(Prompts.Streamed);
        var stopping = gateway.StopAsync();
        while (!gateway.Services.GetRequiredService<Capacity>().IsClosed)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal((503, "stopping\n"), await ProbeAsync(gateway, "/readyz"));
        Assert.Equal((200, "ok\n"), await ProbeAsync(gateway, "/healthz"));
        using (var late = await gateway.SendAsync(Prompts.Streamed))
        {
            Assert.Equal((503, 5.0, true), ((int)late.StatusCode, late.Headers.RetryAfter?.Delta?.TotalSeconds, late.Headers.ConnectionClose));
            Assert.Contains("is stopping", await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.False(stopping.IsCompleted);
        goOn.SetResult();
        Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await stopping;
        Assert.Equal([(EndState.Error, 503), (EndState.Complete, 200)], (await gateway.RowsAsync()).OrderBy(row => row.Status == 200).Select(row => (row.End, row.Status)));
        await Assert.ThrowsAsync<HttpRequestException>(() => ProbeAsync(gateway, "/readyz"));
    }

    [Fact]
    public async Task Streams_that_do_not_end_within_the_limit_are_ended_with_their_calls_and_stand_in_the_ledger_as_interrupted_with_what_they_had()
    {
        var ended = 0;
        await using var upstream = new FakeUpstream(async (_, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Prompts.Start + Prompts.Content + Prompts.Text);
            await wire.ClosedByGatewayAsync();
            Interlocked.Increment(ref ended);
        });
        await using var gateway = await TestGateway.StartAsync(
            null, builder => builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(300)), upstream.Url);
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++)
        {
            streams.Add(await gateway.SendAsync(Prompts.Streamed));
        }

        await gateway.StopAsync();
        foreach (var stream in streams)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)); // nobody takes it for whole
            stream.Dispose();
        }

        var rows = await gateway.RowsAsync();
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal((EndState.Interrupted, (long?)10), (row.End, row.Usage?.Input)));
        while (Volatile.Read(ref ended) < 5)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<(int Status, string Text)> ProbeAsync(TestGateway gateway, string path)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(gateway.Url + path, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
