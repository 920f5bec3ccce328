using System.Diagnostics;
using System.Globalization;
using Warmpath.Benchmarks;
using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;

namespace Warmpath.Endurance;

/// <summary>A steady load for long: nothing may grow that does not stop growing.</summary>
internal static class Soak
{
    /// <summary>Warm prefixes are kept for five minutes and longer; before that they have to grow.</summary>
    private const double WarmUpShare = 1 / 3.0;

    private static readonly TimeSpan LongestFill = TimeSpan.FromMinutes(1);

    private const double Flat = 1.10;

    /// <returns>Whether everything stayed flat and nothing failed.</returns>
    public static async Task<bool> RunAsync(Proxy gateway, int perSecond, TimeSpan duration, TimeSpan interval)
    {
        // Conversations are kept up to a bound (fifty thousand): growth up to it is no leak, and hours of this load would not reach it.
        Loads.Closed(gateway.Target, Bodies.OfSize(25_000, 4), "whole", 32, 60_000, duration / 10 is var tenth && tenth < LongestFill ? tenth : LongestFill);
        using var load = new SteadyLoad(gateway.Target, Bodies.OfSize(50_000, 60), perSecond);
        var samples = new List<Vitals>();
        var watch = Stopwatch.StartNew();
        var running = Task.Factory.StartNew(() => load.Run(duration), TaskCreationOptions.LongRunning);
        while (await Task.WhenAny(running, Task.Delay(interval)) != running)
        {
            var now = await Vitals.TakeAsync(gateway);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:hh\\:mm\\:ss} {now} {load.Answered,9} answered {load.Abandoned,6} left {load.Skipped,5} skipped {load.Errors,4} errors"));
            if (watch.Elapsed >= duration * WarmUpShare)
            {
                samples.Add(now);
            }
        }

        await running;
        return Verdict(samples, load, watch.Elapsed);
    }

    private static bool Verdict(List<Vitals> samples, SteadyLoad load, TimeSpan took)
    {
        // The first third after the warm-up against the last: a single sample says where a collection stood, and no more.
        var third = Math.Max(1, samples.Count / 3);
        var (early, late) = (samples[..third], samples[^third..]);
        var resident = Growth(early, late, sample => sample.ResidentMegabytes);
        var heap = Growth(early, late, sample => sample.HeapMegabytes);
        var handles = Growth(early, late, sample => sample.Handles);
        var threads = Growth(early, late, sample => sample.Threads);
        var rate = (load.Answered + load.Abandoned) / took.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{took:hh\\:mm\\:ss} at {rate:0} requests/s: {load.Answered} answered, {load.Abandoned} left by their client, {load.Skipped} not sent because {SteadyLoad.MostUnderWay} were under way, {load.Errors} errors; after the warm-up"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"resident {resident:+0.0%;-0.0%}, heap {heap:+0.0%;-0.0%}, handles {handles:+0.0%;-0.0%}, threads {threads:+0.0%;-0.0%} (medians of the first and the last third)"));
        if (load.FirstError is { } error)
        {
            Console.WriteLine($"First error: {error}");
        }

        // Handles and threads breathe with the load: a tenth of them, and never a growth without end, is that.
        var isFlat = resident < Flat - 1 && handles < Flat - 1 && threads < Flat - 1;
        Console.WriteLine(isFlat && load.Errors == 0 ? "Flat." : "NOT flat, or not without errors.");
        return isFlat && load.Errors == 0 && load.Answered > 0;
    }

    private static double Growth(List<Vitals> early, List<Vitals> late, Func<Vitals, double> of) => (Median(late, of) / Median(early, of)) - 1;

    private static double Median(List<Vitals> samples, Func<Vitals, double> of) => samples.Select(of).Order().ElementAt(samples.Count / 2);
}
