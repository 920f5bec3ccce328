using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Routing;

namespace Warmpath.Gateway.Traffic;

/// <summary>Reads the feed in the background and tells the listeners, in the order in which the router first decided about the requests.</summary>
internal sealed class TrafficReader(
    TrafficFeed feed, IEnumerable<ITrafficListener> listeners, IHostApplicationLifetime host, TimeProvider time, ILogger<TrafficReader> logger) : BackgroundService
{
    /// <summary>It looks for what has come so often, not at each request: to be woken costs as much as to follow one.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>And as often as this when much comes: what has waited for two collections of the heap grows old in it, and is not let go soon.</summary>
    private static readonly TimeSpan BusyPace = TimeSpan.FromMilliseconds(25);

    /// <summary>More at one look are much.</summary>
    private const int Much = 256;

    private static readonly TimeSpan FlushPace = TimeSpan.FromSeconds(2);

    /// <summary>An answer that takes longer holds the others up no more; it is told of late.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(5);

    /// <summary>So many are held up at most; about 40 MB of outlines.</summary>
    private const int MostHeld = 4096;

    private readonly ITrafficListener[] _listeners = [.. listeners];
    private readonly PriorityQueue<ServedRequest, (DateTimeOffset At, long As)> _held = new();
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _ending.TrySetResult(); // ends the loop below; what has come by then is told
        if (ExecuteTask is { } reading)
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAny(host.StartedAsync(stoppingToken), _ending.Task); // a start that fails ends it too
        await BeginAsync(stoppingToken);
        using var ticks = new PeriodicTimer(Pace, time);
        var flushed = time.GetTimestamp();
        do
        {
            var until = Horizon(); // before the queue is looked at: who leaves in between stands in the queue already
            SetPace(ticks, Take());
            Release(until);
            if (time.GetElapsedTime(flushed) >= FlushPace)
            {
                flushed = time.GetTimestamp();
                await FlushAsync(until, stoppingToken);
            }
        }
        while (await TickAsync(ticks, stoppingToken));

        Take();
        Release(DateTimeOffset.MaxValue);
        await FlushAsync(time.GetUtcNow(), stoppingToken);
    }

    /// <returns>False when the reading ends.</returns>
    private async Task<bool> TickAsync(PeriodicTimer ticks, CancellationToken stoppingToken)
    {
        var tick = ticks.WaitForNextTickAsync(stoppingToken).AsTask();
        return await Task.WhenAny(tick, _ending.Task) == tick && await tick; // throws at a stop
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                await listener.BeginAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.BeginsAnew(listener.GetType().Name, failure.Message);
            }
        }
    }

    /// <returns>How many.</returns>
    private int Take()
    {
        var taken = 0;
        for (; feed.Waiting.TryRead(out var served); taken++)
        {
            _held.Enqueue(served, (served.DecidedAt, served.DecidedAs));
        }

        return taken;
    }

    private static void SetPace(PeriodicTimer ticks, int taken)
    {
        if (taken > Much && ticks.Period > BusyPace)
        {
            ticks.Period /= 2;
        }
        else if (taken < Much / 4 && ticks.Period < Pace)
        {
            ticks.Period *= 2;
        }
    }

    private DateTimeOffset Horizon()
    {
        var now = time.GetUtcNow();
        return feed.OldestOpen is not { } oldest || oldest > now ? now : oldest > now - LongestHold ? oldest : now - LongestHold;
    }

    private void Release(DateTimeOffset until)
    {
        while (_held.TryPeek(out var next, out var decided) && (decided.At <= until || _held.Count > MostHeld))
        {
            _held.Dequeue();
            foreach (var listener in _listeners)
            {
                try
                {
                    listener.Served(next);
                }
                catch (Exception failure)
                {
                    logger.NotFollowed(next.Id, listener.GetType().Name, failure);
                }
            }
        }
    }

    private async Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                await listener.FlushAsync(until, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.NotFlushed(listener.GetType().Name, failure.Message);
            }
        }
    }
}
