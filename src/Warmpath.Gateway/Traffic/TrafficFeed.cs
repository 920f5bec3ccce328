using System.Collections.Concurrent;
using System.Threading.Channels;
using Warmpath.Routing;

namespace Warmpath.Gateway.Traffic;

/// <summary>Hands answered requests from the data plane to those that follow it, without making it wait. Thread-safe.</summary>
public sealed class TrafficFeed
{
    /// <summary>Requests that may wait for the reader: some seconds of the heaviest traffic, about 40 MB of outlines.</summary>
    public const int Capacity = 4096;

    private readonly Channel<ServedRequest> _served =
        Channel.CreateBounded<ServedRequest>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly ConcurrentDictionary<object, DateTimeOffset> _open = [];
    private long _skipped;

    /// <summary>Requests since start that nobody followed, because the reader was behind.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    internal ChannelReader<ServedRequest> Waiting => _served.Reader;

    /// <summary>When the oldest request under way arrived, UTC; null when there is none.</summary>
    internal DateTimeOffset? OldestOpen
    {
        get
        {
            DateTimeOffset? oldest = null;
            foreach (var (_, arrivedAt) in _open)
            {
                oldest = oldest is { } known && known <= arrivedAt ? known : arrivedAt;
            }

            return oldest;
        }
    }

    /// <summary>A request has arrived; <see cref="Leave"/> follows, whatever becomes of it.</summary>
    internal void Enter(object request, DateTimeOffset arrivedAt) => _open[request] = arrivedAt;

    /// <param name="served">Null when it was not answered, or is of no interest.</param>
    internal void Leave(object request, ServedRequest? served)
    {
        if (served is not null && !_served.Writer.TryWrite(served))
        {
            Interlocked.Increment(ref _skipped);
        }

        _open.TryRemove(request, out _); // after the writing: the reader must not run ahead of it
    }
}
