using System.Collections.Concurrent;
using System.Diagnostics;

namespace Warmpath.Load;

/// <summary>What is measured of a target.</summary>
internal static class Cells
{
    /// <summary>Requests per second in a closed loop: every connection sends as soon as its answer has ended.</summary>
    public static async Task<double> ThroughputAsync(Target target, byte[] body, int connections, TimeSpan duration)
    {
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            using var connection = await Connection.OpenAsync(target.Url);
            var request = target.Request(body, $"closed-{i}");
            while (watch.Elapsed < duration)
            {
                await connection.ExchangeAsync(request);
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds from the moment a request was due to its first byte, at a fixed rate that slow answers do not slow down.</summary>
    public static async Task<double[]> LatencyAsync(Target target, byte[] body, int perSecond, TimeSpan duration)
    {
        var idle = new ConcurrentBag<(Connection Connection, byte[] Request)>();
        var latencies = new ConcurrentBag<double>();
        var running = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < perSecond * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            while (watch.Elapsed < due)
            {
                var left = due - watch.Elapsed;
                if (left > TimeSpan.FromMilliseconds(2))
                {
                    await Task.Delay(left - TimeSpan.FromMilliseconds(1.5));
                }
                else
                {
                    Thread.SpinWait(50);
                }
            }

            var number = i;
            running.Add(Task.Run(async () =>
            {
                if (!idle.TryTake(out var free))
                {
                    free = (await Connection.OpenAsync(target.Url), target.Request(body, $"open-{number}"));
                }

                var first = await free.Connection.ExchangeAsync(free.Request);
                latencies.Add(Stopwatch.GetElapsedTime(0, first).TotalMilliseconds - Stopwatch.GetElapsedTime(0, Timestamp(watch, due)).TotalMilliseconds);
                idle.Add(free);
            }));
        }

        await Task.WhenAll(running);
        foreach (var (connection, _) in idle)
        {
            connection.Dispose();
        }

        return [.. latencies.Order()];
    }

    private static long Timestamp(Stopwatch watch, TimeSpan at) =>
        Stopwatch.GetTimestamp() - watch.ElapsedTicks + (long)(at.TotalSeconds * Stopwatch.Frequency);
}
