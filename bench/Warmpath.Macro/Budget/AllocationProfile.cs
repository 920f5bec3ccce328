using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Warmpath.Macro.Budget;

/// <summary>Stacks of allocations, one in about 100 KB, by the runtime's own events.</summary>
internal static class AllocationProfile
{
    /// <summary>Samples a process while something is done, and tells how what it allocates is divided.</summary>
    /// <returns>Shares of the bytes, by part; they add up to 1.</returns>
    public static async Task<IReadOnlyDictionary<string, Spending>> TakeAsync(int process, string folder, Action load)
    {
        var file = Path.Combine(folder, "allocations.nettrace");
        using (var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            [new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC)], requestRundown: true, circularBufferMB: 256, CancellationToken.None))
        {
            await using var events = File.Create(file);
            var copying = session.EventStream.CopyToAsync(events);
            load();
            await session.StopAsync(CancellationToken.None);
            await copying;
        }

        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file));
        var bytes = new Dictionary<string, Spending>();
        foreach (var tick in log.Events.ByEventType<GCAllocationTickTraceData>())
        {
            var part = Parts.Of([.. Frames(tick.CallStack())], "");
            bytes[part] = bytes.GetValueOrDefault(part) + new Spending(0, 0, tick.AllocationAmount64);
        }

        var total = bytes.Values.Sum(spending => spending.AllocatedBytes);
        return bytes.ToDictionary(spending => spending.Key, spending => spending.Value * (1 / total));
    }

    private static IEnumerable<Frame> Frames(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
        {
            yield return new(stack.CodeAddress.ModuleName, stack.CodeAddress.FullMethodName);
        }
    }
}
