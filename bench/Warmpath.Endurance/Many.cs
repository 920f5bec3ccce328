using System.Diagnostics;
using System.Globalization;
using System.Text;
using Warmpath.Benchmarks;
using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;

namespace Warmpath.Endurance;

/// <summary>Many open streams at once, then many requests a second; any error ends it.</summary>
internal static class Many
{
    /// <exception cref="InvalidOperationException">An answer was no 200, or ended before its end.</exception>
    public static async Task RunAsync(Proxy gateway, int streams, int perSecond, TimeSpan duration)
    {
        // The first thousand requests load what is loaded once.
        Loads.Closed(gateway.Target, Bodies.OfSize(50_000, 60), "stream", 64, 200, TimeSpan.FromSeconds(5));
        var before = await Vitals.TakeAsync(gateway);
        Console.WriteLine($"idle:    {before}");

        Vitals? opened = null, ending = null;
        var watch = Stopwatch.StartNew();
        var events = Loads.Streams(
            gateway.Target, Shared(Bodies.OfSize(50_000, 60)), streams, duration,
            () => opened = Vitals.TakeAsync(gateway).GetAwaiter().GetResult(), // on the one thread of the load
            () => ending = Vitals.TakeAsync(gateway).GetAwaiter().GetResult());
        Console.WriteLine($"opened:  {opened}");
        Console.WriteLine($"later:   {ending}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams} streams were open for {duration.TotalSeconds:0} s, with {events.Length} events; {(ending!.ResidentMegabytes - before.ResidentMegabytes) * 1000 / streams:0.0} KB of memory for each"));

        for (watch.Restart(); watch.Elapsed < TimeSpan.FromSeconds(30) && (await Vitals.TakeAsync(gateway)).Handles > before.Handles + 200;)
        {
            await Task.Delay(200);
        }

        Console.WriteLine($"closed:  {await Vitals.TakeAsync(gateway)}");

        if (perSecond > 0)
        {
            var delays = Loads.Open(gateway.Target, Whole(Bodies.OfSize(50_000, 60)), "whole", perSecond, 500, duration);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{delays.Length} requests of 50 KB at {perSecond}/s, no error; first byte after {Percentiles.Of(delays, 0.5) / 1000:0.0} ms, p99 {Percentiles.Of(delays, 0.99) / 1000:0.0} ms"));
            Console.WriteLine($"then:    {await Vitals.TakeAsync(gateway)}");
        }
    }

    private static byte[] Whole(byte[] body) => Changed(body, "\"stream\":true", "\"stream\":false");

    // Without a place for a lineage's number, so that thousands of connections send the same array.
    private static byte[] Shared(byte[] body) => Changed(body, "lineage ", "lineage-");

    private static byte[] Changed(byte[] body, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(from, to, StringComparison.Ordinal));
}
