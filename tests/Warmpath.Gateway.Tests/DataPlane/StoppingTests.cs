using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.DataPlane;

/// <summary>A gateway that is told to stop while requests are under way.</summary>
public class StoppingTests
{
    [Fact]
    public async Task While_it_stops_it_is_not_ready_takes_nobody_new_and_a_stream_goes_on_to_its_end()
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
        using var probe = await gateway.ConnectAsync("GET /readyz HTTP/1.1\r\nhost: g\r\n\r\n");
        var ready = new byte[1024];
        Assert.Contains("200 OK", System.Text.Encoding.ASCII.GetString(ready, 0, await probe.ReceiveAsync(ready)), StringComparison.Ordinal);
        using var response = await gateway.SendAsync(Prompts.Streamed);
        var stopping = gateway.StopAsync();
        while (!gateway.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            while (true)
            {
                using var late = new HttpClient();
                await late.GetStringAsync(gateway.Url + "/healthz"); // until it listens no more
            }
        });
        Assert.False(stopping.IsCompleted);
        goOn.SetResult();
        Assert.Equal(Prompts.WholeStream, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await stopping;
        Assert.Equal(EndState.Complete, (await gateway.RowAsync()).End);
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
}
