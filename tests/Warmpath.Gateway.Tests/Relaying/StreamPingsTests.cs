using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Relaying;

namespace Warmpath.Gateway.Tests.Relaying;

public class StreamPingsTests
{
    private static readonly byte[] Ping = "event: ping\n\n"u8.ToArray();
    private static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private int _givenUp;

    [Fact]
    public async Task A_client_that_takes_nothing_gets_one_ping_and_the_next_once_it_has_taken_that()
    {
        var client = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        await using var pings = new StreamPings(client.Writer, Ping, After, _time, () => _givenUp++, CancellationToken.None);
        foreach (var _ in new[] { 1, 2 })
        {
            pings.Begin(mayPing: true);
            Pass(TimeSpan.FromMinutes(4));
            Assert.Equal(Ping, await ReadAsync(client.Reader));
            await pings.EndAsync();
        }

        Assert.Equal(0, _givenUp);
    }

    [Fact]
    public async Task An_upstream_that_is_silent_for_ten_minutes_is_given_up()
    {
        var client = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await using var pings = new StreamPings(client.Writer, Ping, After, _time, () => _givenUp++, CancellationToken.None);
        pings.Begin(mayPing: true);
        Pass(TimeSpan.FromMinutes(9));
        await pings.EndAsync();
        pings.Begin(mayPing: true);
        Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(0, _givenUp);
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _givenUp);
    }

    private void Pass(TimeSpan span)
    {
        var step = TimeSpan.FromSeconds(1.3);
        for (var passed = TimeSpan.Zero; passed < span; passed += step)
        {
            _time.Advance(step);
        }
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader)
    {
        var read = await reader.ReadAsync();
        var bytes = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
