using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Warmpath.Macro.Report;

/// <summary>Medians over the rounds: a row for each contender in each cell.</summary>
internal sealed class ResultTable(IReadOnlyList<(Cell Cell, string Name, Reading Reading)> readings)
{
    /// <summary>The provider without any proxy.</summary>
    public const string Direct = "direct";

    private const string Reference = "nginx";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private IEnumerable<Cell> Cells => readings.Select(reading => reading.Cell).Distinct();

    public void Write(IAnsiConsole console)
    {
        var table = new Table().MarkdownBorder().AddColumns(
            "cell", "", "requests/s", $"of {Reference}", "added µs", "p99", "CPU ms/1000", "cores", "RSS MB", "allocated KB");
        foreach (var (cell, name) in readings.Select(reading => (reading.Cell, reading.Name)).Distinct().OrderBy(row => Cells.ToList().IndexOf(row.Cell)))
        {
            var perSecond = Median(cell, name, reading => reading.RequestsPerSecond);
            table.AddRow(
                cell.Name,
                name,
                Text(perSecond),
                Text(perSecond / Median(cell, Reference, reading => reading.RequestsPerSecond)),
                Text(Added(cell, name, reading => reading.MedianMicroseconds)),
                Text(Added(cell, name, reading => reading.P99Microseconds)),
                Text(Median(cell, name, reading => reading.CpuMillisecondsPer1000)),
                Text(Median(cell, name, reading => reading.Cores)),
                Text(Median(cell, name, reading => reading.ResidentMegabytes)),
                Text(Median(cell, name, reading => reading.AllocatedKilobytes)));
        }

        console.Profile.Width = Math.Max(console.Profile.Width, 160);
        console.Write(table);
    }

    public string ToJson() => JsonSerializer.Serialize(
        Cells.Select(cell => new
        {
            cell = cell.Name,
            cell.Title,
            rounds = readings.Where(reading => reading.Cell == cell).GroupBy(reading => reading.Name)
                .ToDictionary(group => group.Key, group => group.Select(reading => reading.Reading)),
        }),
        Json);

    // What the provider and the load generator need by themselves is not the proxy's.
    private double? Added(Cell cell, string name, Func<Reading, double?> figure) =>
        Median(cell, name, figure) - (name == Direct ? 0 : Median(cell, Direct, figure));

    private double? Median(Cell cell, string name, Func<Reading, double?> figure)
    {
        var figures = readings.Where(reading => reading.Cell == cell && reading.Name == name).Select(reading => figure(reading.Reading))
            .OfType<double>().Order().ToArray();
        return figures.Length == 0 ? null : figures[figures.Length / 2];
    }

    private static string Text(double? figure) => figure?.ToString(Math.Abs(figure.Value) < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) ?? "";
}
