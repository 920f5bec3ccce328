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

    /// <summary>Connections to the provider that nobody needs are closed after a minute.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(100);

    private const double MostGrowth = 0.10;

    /// <summary>Handles and threads that come and go by themselves.</summary>
    private const int FewMore = 10;

    /// <returns>Whether everything stayed flat and nothing failed.</returns>
    public static async Task<bool> RunAsync(Proxy gateway, int perSecond, TimeSpan duration, TimeSpan interval)
    {
        // Conversations are kept up to a bound (fifty thousand): growth up to it is no leak, and hours of this load would not reach it.
        Loads.Closed(gateway.Target, Bodies.OfSize(25_000, 4), "whole", 32, 60_000, duration / 10 is var tenth && tenth < LongestFill ? tenth : LongestFill);
        var rest = duration / 5 is var fifth && fifth < LongestRest ? fifth : LongestRest;
        await Task.Delay(rest);
        var before = await Vitals.TakeAsync(gateway);
        Console.WriteLine($"at rest  {before}");

        var load = new SteadyLoad(gateway.Target, Bodies.OfSize(50_000, 60), perSecond);
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
        var took = watch.Elapsed;
        load.Dispose();
        await Task.Delay(rest);
        var after = await Vitals.TakeAsync(gateway);
        Console.WriteLine($"at rest  {after}");
        return Verdict(samples, before, after, load, took);
    }

    private static bool Verdict(List<Vitals> samples, Vitals before, Vitals after, SteadyLoad load, TimeSpan took)
    {
        // The first third after the warm-up against the last: a single sample says where a collection stood, and no more.
        var third = Math.Max(1, samples.Count / 3);
        var resident = Growth(samples[..third], samples[^third..], sample => sample.ResidentMegabytes);
        var heap = Growth(samples[..third], samples[^third..], sample => sample.HeapMegabytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{took:hh\\:mm\\:ss} at {(load.Answered + load.Abandoned) / took.TotalSeconds:0} requests/s: {load.Answered} answered, {load.Abandoned} left by their client, {load.Skipped} not sent because {SteadyLoad.MostUnderWay} were under way, {load.Errors} errors"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"after the warm-up, medians of the first and the last third: resident {resident:+0.0%;-0.0%;0.0%}, heap {heap:+0.0%;-0.0%;0.0%}; at rest before and after: handles {after.Handles - before.Handles:+0;-0;0}, threads {after.Threads - before.Threads:+0;-0;0}"));
        if (load.FirstError is { } error)
        {
            Console.WriteLine($"First error: {error}");
        }

        var isGood = resident < MostGrowth && after.Handles <= before.Handles + FewMore && after.Threads <= before.Threads + FewMore
            && load is { Errors: 0, Answered: > 0 };
        Console.WriteLine(isGood ? "Flat." : "NOT flat, or not without errors.");
        return isGood;
    }

    private static double Growth(List<Vitals> early, List<Vitals> late, Func<Vitals, double> of) => (Median(late, of) / Median(early, of)) - 1;

    private static double Median(List<Vitals> samples, Func<Vitals, double> of) => samples.Select(of).Order().ElementAt(samples.Count / 2);
}
