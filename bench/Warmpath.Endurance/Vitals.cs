using System.Globalization;
using System.Text.RegularExpressions;
using Warmpath.Macro.Proxies;

namespace Warmpath.Endurance;

/// <summary>How a gateway's process stands at one moment, by <c>/proc</c> and its own metrics.</summary>
/// <param name="ResidentMegabytes">Of the process.</param>
/// <param name="HeapMegabytes">Of the managed heap after its last collection.</param>
/// <param name="Handles">Entries of <c>/proc/PID/fd</c>: sockets, files and the like.</param>
internal sealed partial record Vitals(double ResidentMegabytes, double HeapMegabytes, int Handles, int Threads)
{
    public static async Task<Vitals> TakeAsync(Proxy gateway)
    {
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{gateway.Target.Port}/metrics")));
        var heap = HeapSize().Matches(metrics).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        return new(
            gateway.ResidentMegabytes,
            heap / 1e6,
            Directory.GetFiles($"/proc/{gateway.ProcessId}/fd").Length,
            Directory.GetDirectories($"/proc/{gateway.ProcessId}/task").Length);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{ResidentMegabytes,7:0} MB resident {HeapMegabytes,7:0.0} MB heap {Handles,7} handles {Threads,4} threads");

    [GeneratedRegex(@"(?m)^dotnet_gc_last_collection_heap_size_bytes\S* ([0-9.E+]+)")]
    private static partial Regex HeapSize();
}
