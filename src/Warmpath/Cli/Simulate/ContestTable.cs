using System.Globalization;
using Spectre.Console;
using Warmpath.Simulation.Reports;

namespace Warmpath.Cli.Simulate;

/// <summary>What a contest found, for people: one row per policy, cheapest first.</summary>
internal static class ContestTable
{
    /// <summary>Columns that a page and programs have as well are left out where they would push others off.</summary>
    private const int RoomForAll = 145;

    public static void Write(Terminal terminal, ContestReport report)
    {
        var console = terminal.Tables();
        var seeds = report.Seeds.Count == 1 ? Invariant($"seed {report.Seeds[0]}") : Invariant($"seeds {report.Seeds[0]} to {report.Seeds[^1]}, medians (and ranges)");
        console.MarkupLine(Escaped.Text(Invariant(
            $"{report.Workload}: {report.Policies[0].Requests.Median:0} requests, {seeds}, lifetimes by {(report.Lifetime == "auto" ? "the gateway" : "the client")}, {report.ValueOfTime:0.##} $/h of waiting")));
        console.MarkupLine(Escaped.Text(Invariant(
            $"Lower bounds: LB1 {report.OneOrganization.Median:0.00} $ (one unlimited organization, the client's lifetimes), LB3 {report.Clairvoyant.Median:0.00} $ (a clairvoyant who also picks lifetimes and keeps warm)")));
        var table = new Table().RoundedBorder();
        table.AddColumn(new TableColumn("policy").NoWrap());
        string[] besides = console.Profile.Width >= RoomForAll ? ["total s", "J"] : [];
        foreach (var column in (string[])["hit", "input $", "x LB1", "x LB3", "429 up", "429 client", "errors", "wait s", "p95 s", "requests/h", .. besides])
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (var policy in report.Policies.OrderBy(policy => policy.InputCost.Median))
        {
            string[] cells =
            [
                Escaped.Text(policy.Policy),
                Cell(policy.HitRate, "0.0%"),
                Cell(policy.InputCost, "0.00"),
                Cell(policy.ToOneOrganization, "0.000"),
                Cell(policy.ToClairvoyant, "0.000"),
                Cell(policy.Upstream429s, "0"),
                Cell(policy.Client429s, "0"),
                Cell(policy.ClientErrors, "0"),
                Cell(policy.MeanWait, "0.00"),
                Cell(policy.Wait95, "0.0"),
                Cell(policy.RequestsPerHour, "0.0"),
                Cell(policy.TotalWait, "0.0"),
                Cell(policy.CostAndWait, "0.000"),
            ];
            table.AddRow(cells[..table.Columns.Count]);
        }

        console.Write(table);
    }

    private static string Cell(Spread? figure, string format)
    {
        if (figure is not { } spread)
        {
            return "-";
        }

        var (median, least, most) = (Text(spread.Median), Text(spread.Least), Text(spread.Most));
        return least == most ? median : $"{median}\n{least}-{most}";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
