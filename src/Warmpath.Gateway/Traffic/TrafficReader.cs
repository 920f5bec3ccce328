using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warmpath.Routing;

namespace Warmpath.Gateway.Traffic;

/// <summary>Reads the feed in the background and tells the listeners, in the order in which the requests arrived.</summary>
internal sealed class TrafficReader(
    TrafficFeed feed, IEnumerable<ITrafficListener> listeners, TimeProvider time, ILogger<TrafficReader> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>An answer that takes longer holds the others up no more; it is told of late.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(5);

    private readonly ITrafficListener[] _listeners = [.. listeners];
    private readonly PriorityQueue<ServedRequest, DateTimeOffset> _held = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Complete(); // ends the loop below once all is told
        if (ExecuteTask is { } reading)
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await BeginAsync(stoppingToken);
        using var ticks = new PeriodicTimer(Pace, time);
        var more = feed.Waiting.WaitToReadAsync(stoppingToken).AsTask();
        var tick = ticks.WaitForNextTickAsync(stoppingToken).AsTask();
        while (true)
        {
            await Task.WhenAny(more, tick);
            if (more.IsCompleted && !await more)
            {
                break;
            }

            // Looked at before the queue: who leaves in between stands in the queue already.
            var until = Horizon();
            while (feed.Waiting.TryRead(out var served))
            {
                _held.Enqueue(served, served.Request.ArrivedAt);
            }

            Release(until);
            if (more.IsCompleted)
            {
                more = feed.Waiting.WaitToReadAsync(stoppingToken).AsTask();
            }

            if (tick.IsCompleted)
            {
                await tick; // throws at a stop, which would else spin here: the tick is cancelled before the reading
                await FlushAsync(until, stoppingToken);
                tick = ticks.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }

        Release(DateTimeOffset.MaxValue);
        await FlushAsync(time.GetUtcNow(), stoppingToken);
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

    private DateTimeOffset Horizon()
    {
        var now = time.GetUtcNow();
        return feed.OldestOpen is not { } oldest || oldest > now ? now : oldest > now - LongestHold ? oldest : now - LongestHold;
    }

    private void Release(DateTimeOffset until)
    {
        while (_held.TryPeek(out var next, out var arrivedAt) && arrivedAt <= until)
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
