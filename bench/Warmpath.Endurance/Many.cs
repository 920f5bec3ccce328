using System.Diagnostics;
using System.Globalization;
using System.Text;
using Warmpath.Benchmarks;
using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;

namespace Warmpath.Endurance;

/// <summary>Many open streams at once; many requests a second. Any error ends it.</summary>
internal static class Many
{
    /// <exception cref="InvalidOperationException">An answer was no 200, or ended before its end.</exception>
    public static async Task StreamsAsync(Proxy gateway, int streams, TimeSpan duration)
    {
        // A few of them first load what is loaded once.
        var body = Shared(Bodies.OfSize(50_000, 60));
        Loads.Streams(gateway.Target, body, 200, TimeSpan.FromSeconds(1), () => { }, () => { });
        await ClosedAsync(gateway, 400);
        var before = await Vitals.TakeAsync(gateway);
        Console.WriteLine($"idle:    {before}");

        Vitals? opened = null, ending = null;
        Loads.Streams(
            gateway.Target, body, streams, duration,
            () => opened = Vitals.TakeAsync(gateway).GetAwaiter().GetResult(), // on the one thread of the load
            () => ending = Vitals.TakeAsync(gateway).GetAwaiter().GetResult());
        Console.WriteLine($"opened:  {opened}");
        Console.WriteLine($"later:   {ending}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams} streams were open for {duration.TotalSeconds:0} s, no error; {(ending!.ResidentMegabytes - before.ResidentMegabytes) * 1000 / streams:0.0} KB of memory for each"));
        await ClosedAsync(gateway, before.Handles + 200);
        Console.WriteLine($"closed:  {await Vitals.TakeAsync(gateway)}");
    }

    /// <exception cref="InvalidOperationException">An answer was no 200, or ended before its end.</exception>
    public static async Task RequestsAsync(Proxy gateway, int perSecond, TimeSpan duration)
    {
        var body = Whole(Bodies.OfSize(50_000, 60));
        Loads.Closed(gateway.Target, body, "whole", 32, 500, TimeSpan.FromSeconds(3));
        var delays = Loads.Open(gateway.Target, body, "whole", perSecond, 500, duration);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{delays.Length} requests of 50 KB at {perSecond}/s, no error; first byte after {Percentiles.Of(delays, 0.5) / 1000:0.0} ms, p99 {Percentiles.Of(delays, 0.99) / 1000:0.0} ms"));
        Console.WriteLine($"then:    {await Vitals.TakeAsync(gateway)}");
    }

    // The gateway learns of each client that left, and ends its stream.
    private static async Task ClosedAsync(Proxy gateway, int handles)
    {
        for (var watch = Stopwatch.StartNew(); (await Vitals.TakeAsync(gateway)).Handles > handles; await Task.Delay(200))
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException("A minute after their clients left, streams are still open.");
            }
        }
    }

    private static byte[] Whole(byte[] body) => Changed(body, "\"stream\":true", "\"stream\":false");

    // Without a place for a lineage's number, so that thousands of connections send the same array.
    private static byte[] Shared(byte[] body) => Changed(body, "lineage ", "lineage-");

    private static byte[] Changed(byte[] body, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(from, to, StringComparison.Ordinal));
}
