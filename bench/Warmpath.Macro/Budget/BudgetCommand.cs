using System.Globalization;
using Spectre.Console;
using Warmpath.Macro.Load;
using Warmpath.Macro.Proxies;
using Warmpath.Macro.Report;

namespace Warmpath.Macro.Budget;

/// <summary>Where the processor time and the allocated bytes of one request go.</summary>
internal static class BudgetCommand
{
    private const int Connections = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60); // until what runs much is compiled with its profile

    /// <exception cref="InvalidOperationException">perf is missing, or may not look.</exception>
    public static async Task RunAsync(string program, string folder, int upstream, IReadOnlyList<Cell> cells, TimeSpan duration)
    {
        using var gateway = await Gateway.StartAsync(program, folder, upstream, "Warmpath", keys: 20, variables: CpuProfile.Variables);
        foreach (var cell in cells)
        {
            var (requests, microseconds, bytes) = (0L, 0.0, 0.0);
            IReadOnlyDictionary<string, Spending> time = new Dictionary<string, Spending>(), heap = time;
            await AnsiConsole.Status().StartAsync($"{cell.Title}: warming up", async status =>
            {
                Load(WarmUp);

                status.Status = $"{cell.Title}: sampling its processor time";
                time = CpuProfile.Take(gateway.ProcessId, folder, duration, () => Load(duration + TimeSpan.FromSeconds(1)));

                status.Status = $"{cell.Title}: measuring it undisturbed";
                var (cpu, allocated) = (gateway.CpuSeconds, await Gateway.AllocatedBytesAsync(gateway));
                Load(duration);
                microseconds = (gateway.CpuSeconds - cpu) * 1e6 / requests;
                bytes = (await Gateway.AllocatedBytesAsync(gateway) - allocated)!.Value / requests; // Warmpath tells it

                status.Status = $"{cell.Title}: sampling its allocations";
                heap = await AllocationProfile.TakeAsync(gateway.ProcessId, folder, () => Load(duration));
            });

            void Load(TimeSpan how) => (requests, _) = Loads.Closed(gateway.Target, cell.Body, cell.Answer, Connections, Connections, how);

            Write(
                string.Create(CultureInfo.InvariantCulture, $"{cell.Title}: {microseconds:0} µs of processor time, {bytes / 1000:0.0} KB"),
                time.Select(part => (part.Key, part.Value * microseconds)).Concat(heap.Select(part => (part.Key, part.Value * bytes)))
                    .GroupBy(part => part.Key, part => part.Item2).ToDictionary(group => group.Key, group => group.Aggregate((sum, next) => sum + next)));
        }
    }

    private static void Write(string title, IReadOnlyDictionary<string, Spending> parts)
    {
        var table = new Table().MarkdownBorder().Title(title).AddColumns("of one request", "user µs", "kernel µs", "allocated bytes");
        foreach (var (part, spending) in parts.OrderByDescending(part => part.Value.UserMicroseconds + part.Value.KernelMicroseconds))
        {
            Row(part, spending);
        }

        Row("all", parts.Values.Aggregate((sum, next) => sum + next));
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120); // a file has no width of its own
        AnsiConsole.Write(table);

        void Row(string name, Spending spending) => table.AddRow(name, Text(spending.UserMicroseconds), Text(spending.KernelMicroseconds), Text(spending.AllocatedBytes));
    }

    private static string Text(double figure) => figure.ToString(figure is > 0 and < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
