using System.Diagnostics;
using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;

namespace Warmpath.Macro.Report;

/// <summary>Measures one cell of one target.</summary>
internal static class Measurement
{
    public const int EventsPerSecond = 10_000;

    // What a kind of request needs in pools is there before it is measured.
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(0.5);

    private const int Connections = 32;
    private const int PerSecond = 200;
    private const int OpenStreams = 5_000;

    /// <summary>Compiles and fills what is used from the first request on, and sends one request of each conversation at least: from then on it is live.</summary>
    public static void WarmUp(Cell cell, Contender contender, TimeSpan duration)
    {
        if (cell.Kind == LoadKind.Closed)
        {
            Loads.Closed(contender.Target, cell.Body, cell.Answer, Connections, contender.Lineages, duration, atLeast: contender.Lineages);
        }
    }

    /// <param name="proxy">Null when the provider is called directly.</param>
    public static async Task<Reading> TakeAsync(Cell cell, Target target, Proxy? proxy, int lineages, TimeSpan duration)
    {
        if (cell.Kind == LoadKind.Closed)
        {
            Loads.Closed(target, cell.Body, cell.Answer, Connections, lineages, Filling);
        }

        var cpu = new Meter(proxy);
        var allocated = proxy is null ? null : await Gateway.AllocatedBytesAsync(proxy);
        double[] delays = [];
        double? perSecond = null;
        long count;
        switch (cell.Kind)
        {
            case LoadKind.Closed:
                (count, var seconds) = Loads.Closed(target, cell.Body, cell.Answer, Connections, lineages, duration);
                perSecond = count / seconds;
                cpu.Stop();
                break;
            case LoadKind.Open:
                delays = Loads.Open(target, cell.Body, cell.Answer, PerSecond, lineages, duration);
                count = delays.Length;
                cpu.Stop();
                break;
            default:
                delays = Loads.Streams(target, cell.Body, OpenStreams, duration, cpu.Start, cpu.Stop);
                count = delays.Length;
                break;
        }

        allocated = cell.Kind == LoadKind.Streams || proxy is null ? null : await Gateway.AllocatedBytesAsync(proxy) - allocated;
        return new(
            perSecond,
            delays.Length > 0 ? Percentiles.Of(delays, 0.5) : null,
            delays.Length > 0 ? Percentiles.Of(delays, 0.99) : null,
            cpu.Seconds * 1e6 / count,
            cpu.Cores,
            cpu.ResidentMegabytes,
            allocated / 1000 / count);
    }

    private sealed class Meter
    {
        private readonly Proxy? _proxy;
        private double _cpu;
        private long _began;

        public Meter(Proxy? proxy)
        {
            _proxy = proxy;
            Start();
        }

        public double? Seconds { get; private set; }

        public double? Cores { get; private set; }

        public double? ResidentMegabytes { get; private set; }

        public void Start() => (_cpu, _began) = (_proxy?.CpuSeconds ?? 0, Stopwatch.GetTimestamp());

        public void Stop()
        {
            ResidentMegabytes = _proxy?.ResidentMegabytes;
            Seconds = _proxy?.CpuSeconds - _cpu;
            Cores = Seconds / Stopwatch.GetElapsedTime(_began).TotalSeconds;
        }
    }
}
