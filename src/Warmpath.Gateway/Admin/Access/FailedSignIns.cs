using System.Net;
using Warmpath.Gateway.Admitting;

namespace Warmpath.Gateway.Admin.Access;

/// <summary>Slows down who guesses: after a few wrong secrets from one address, each further try has to wait longer.</summary>
/// <remarks>
/// The first five failures are free; then one second, doubling to a minute. A quarter of an hour without a failure forgets them. IPv6
/// addresses count by their /64, which is what one subscriber has. At most 10,000 addresses are remembered; beyond that the one whose
/// last failure is oldest is forgotten. Thread-safe.
/// </remarks>
public sealed class FailedSignIns(TimeProvider time)
{
    private const int Free = 5;
    private const int MostSources = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, LinkedListNode<Source>> _sources = [];
    private readonly LinkedList<Source> _byLastFailure = new();

    /// <returns>How long the address must wait before its next try is looked at; null when it need not.</returns>
    public TimeSpan? WaitOf(IPAddress? address)
    {
        lock (_lock)
        {
            return _sources.TryGetValue(SourceAddress.Of(address), out var source) && source.Value.Until - time.GetUtcNow() is { Ticks: > 0 } left ? left : null;
        }
    }

    public void Failed(IPAddress? address)
    {
        var key = SourceAddress.Of(address);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var failures = 1;
            if (_sources.Remove(key, out var known))
            {
                _byLastFailure.Remove(known);
                failures = now - known.Value.LastAt < Memory ? known.Value.Failures + 1 : 1;
            }
            else if (_sources.Count >= MostSources)
            {
                _sources.Remove(_byLastFailure.First!.Value.Address); // as many nodes as sources
                _byLastFailure.RemoveFirst();
            }

            _sources[key] = _byLastFailure.AddLast(new Source(key, failures, now, now + WaitAfter(failures)));
        }
    }

    public void Succeeded(IPAddress? address)
    {
        lock (_lock)
        {
            if (_sources.Remove(SourceAddress.Of(address), out var known))
            {
                _byLastFailure.Remove(known);
            }
        }
    }

    private static TimeSpan WaitAfter(int failures) => failures <= Free
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(failures - Free - 1, 10))));

    private readonly record struct Source(IPAddress Address, int Failures, DateTimeOffset LastAt, DateTimeOffset Until);
}
