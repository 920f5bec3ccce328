using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Gateway.Relaying;

namespace Warmpath.Gateway.Tests.Relaying;

public class StreamPingsTests
{
    private static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
    private int _givenUp;

    [Fact]
    public async Task A_client_that_takes_nothing_gets_one_ping_and_the_next_once_it_has_taken_that()
    {
        await using var pings = new StreamPings(_client.Writer, After, _time, () => _givenUp++, CancellationToken.None);
        pings.Begin();
        for (var second = 0; second < 200; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.3));
        }

        Assert.Equal(StreamPings.Event.ToArray(), await ReadAsync());
        for (var second = 0; second < 100; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.3));
        }

        Assert.Equal(StreamPings.Event.ToArray(), await ReadAsync());
        await pings.EndAsync();
        Assert.Equal(0, _givenUp);
    }

    [Fact]
    public async Task An_upstream_that_is_silent_for_ten_minutes_is_given_up()
    {
        await using var pings = new StreamPings(_client.Writer, After, _time, () => _givenUp++, CancellationToken.None);
        pings.Begin();
        Pass(TimeSpan.FromMinutes(9));
        await pings.EndAsync();
        pings.Begin();
        Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(0, _givenUp);
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _givenUp);
    }

    private void Pass(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(30))
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            if (_client.Reader.TryRead(out var ping))
            {
                _client.Reader.AdvanceTo(ping.Buffer.End);
            }
        }
    }

    private async Task<byte[]> ReadAsync()
    {
        var read = await _client.Reader.ReadAsync();
        var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        _client.Reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
