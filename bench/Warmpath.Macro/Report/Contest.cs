using Spectre.Console;

namespace Warmpath.Macro.Report;

/// <summary>Measures every cell of every contender in turns, so that what slows the machine down for a while slows all of them.</summary>
internal static class Contest
{
    private const int Few = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <returns>One entry a reading, in the order in which they were taken.</returns>
    public static async Task<IReadOnlyList<(Cell Cell, string Name, Reading Reading)>> RunAsync(
        IReadOnlyList<Contender> contenders, IReadOnlyList<Cell> cells, int rounds, TimeSpan duration)
    {
        var readings = new List<(Cell, string, Reading)>();
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).StartAsync(async progress =>
        {
            // Two kinds for all, so that everybody is compiled; and for whoever has many conversations every kind, each of them once.
            Cell[] CellsFor(Contender contender) => contender switch
            {
                { Proxy: null } => [],
                { Lineages: > Few } => [.. cells.Union([Cell.All[0]])],
                _ => [Cell.All[0], Cell.All[3]],
            };
            var task = progress.AddTask("warming up", maxValue: (contenders.Count * cells.Count * rounds) + contenders.Sum(contender => CellsFor(contender).Length));
            foreach (var contender in contenders)
            {
                foreach (var cell in CellsFor(contender))
                {
                    await Measurement.WarmUpAsync(cell, contender, WarmUp);
                    task.Increment(1);
                }
            }

            for (var round = 0; round < rounds; round++)
            {
                foreach (var cell in cells)
                {
                    task.Description = cell.Title;
                    for (var i = 0; i < contenders.Count; i++)
                    {
                        var contender = contenders[(i + round) % contenders.Count];
                        readings.Add((cell, contender.Target.Name,
                            await Measurement.TakeAsync(cell, contender.Target, contender.Proxy, contender.Lineages, duration)));
                        task.Increment(1);
                    }
                }
            }
        });
        return readings;
    }
}
