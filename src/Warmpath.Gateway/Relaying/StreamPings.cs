using System.IO.Pipelines;
using Warmpath.Gateway.Upstream;

namespace Warmpath.Gateway.Relaying;

/// <summary>Keeps a stream alive while its upstream is silent: a ping between two events, never inside one.</summary>
/// <remarks>
/// Claude Code gives a stream up on which nothing came for 300 s, and a ping is enough for it (claude-code-behaviour.md B2). So the pings have an
/// end: an upstream that says nothing for <see cref="UpstreamCall.LongestSilence"/>, not even the pings of its own, is given up in the client's place,
/// where nothing may be put as well. One timer a stream; the reads in between cost a lock and nothing else. One reader of the upstream, who says when it waits.
/// </remarks>
internal sealed class StreamPings : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly PipeWriter _client;
    private readonly ReadOnlyMemory<byte> _pingBytes;
    private readonly TimeSpan _after;
    private readonly TimeProvider _time;
    private readonly Action _giveUp;
    private readonly CancellationToken _clientGone;
    private readonly ITimer _timer;
    private long _silentSince;
    private long _quietSince;
    private bool _quiet;
    private bool _mayPing;
    private Task _ping = Task.CompletedTask;

    /// <param name="ping">What is said.</param>
    /// <param name="after">How long the upstream has to be silent; <see cref="TimeSpan.MaxValue"/>: no pings.</param>
    /// <param name="giveUp">Called when it was silent for too long.</param>
    public StreamPings(PipeWriter client, ReadOnlyMemory<byte> ping, TimeSpan after, TimeProvider time, Action giveUp, CancellationToken clientGone)
    {
        (_client, _pingBytes, _after, _time, _giveUp, _clientGone) = (client, ping, after, time, giveUp, clientGone);
        _timer = time.CreateTimer(_ => Look(), null, Sooner(after, UpstreamCall.LongestSilence), Timeout.InfiniteTimeSpan);
    }

    /// <summary>From here until <see cref="EndAsync"/> the upstream is waited for, and nobody else writes.</summary>
    /// <param name="mayPing">All that was written ends with an event.</param>
    public void Begin(bool mayPing)
    {
        lock (_lock)
        {
            _mayPing = mayPing;
            (_quiet, _silentSince) = (true, _time.GetTimestamp());
            _quietSince = _silentSince;
        }
    }

    /// <summary>Completes when no ping is being written any more; none will be until the next <see cref="Begin"/>.</summary>
    public ValueTask EndAsync()
    {
        lock (_lock)
        {
            _quiet = false;
            return _ping.IsCompleted ? ValueTask.CompletedTask : new(_ping);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await EndAsync();
    }

    private void Look()
    {
        lock (_lock)
        {
            var left = _quiet ? UpstreamCall.LongestSilence - _time.GetElapsedTime(_silentSince) : UpstreamCall.LongestSilence;
            if (left > TimeSpan.Zero)
            {
                _timer.Change(Sooner(PingIfQuiet(), left), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        _giveUp();
    }

    // When to look again. A client that takes nothing holds a ping up, and then there is none to add.
    private TimeSpan PingIfQuiet()
    {
        var quiet = _quiet && _mayPing && _ping.IsCompleted ? _time.GetElapsedTime(_quietSince) : TimeSpan.Zero;
        if (quiet < _after)
        {
            return _after - quiet;
        }

        _ping = PingAsync();
        _quietSince = _time.GetTimestamp();
        return _after;
    }

    private static TimeSpan Sooner(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task PingAsync()
    {
        try
        {
            await _client.WriteAsync(_pingBytes, _clientGone);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client has gone; whoever relays to it finds out by itself.
        }
    }
}
