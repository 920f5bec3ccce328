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

    // As many as the gateway holds until they are written.
    private const int BeginningBlocks = 200_000;
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private const double QuietCores = 0.1;

    private const int Connections = 32;
    private const int PerSecond = 200;
    private const int OpenStreams = 5_000;

    /// <summary>
    /// Compiles and fills what is used from the first request on, and sends one request of each conversation at least: from then on it is live. Not all at once:
    /// what thousands of conversations that begin in one moment bring is more than what follows the traffic has room for.
    /// </summary>
    public static async Task WarmUpAsync(Cell cell, Contender contender, TimeSpan duration)
    {
        if (cell.Kind != LoadKind.Closed)
        {
            return;
        }

        var most = BeginningBlocks / cell.Blocks;
        for (var from = 0; from < contender.Lineages; from += most)
        {
            var beginners = Math.Min(most, contender.Lineages - from);
            Loads.Closed(contender.Target, cell.Body, cell.Answer, Connections, beginners, duration * beginners / contender.Lineages, from, atLeast: beginners);
            if (contender.Lineages > most)
            {
                await SettleAsync(contender.Proxy);
            }
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

    // Until what follows the requests is done, or for long enough.
    private static async Task SettleAsync(Proxy? proxy)
    {
        var began = Stopwatch.GetTimestamp();
        Meter meter;
        do
        {
            meter = new(proxy);
            await Task.Delay(Look);
            meter.Stop();
        }
        while (meter.Cores > QuietCores && Stopwatch.GetElapsedTime(began) < LongestSettling);
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
