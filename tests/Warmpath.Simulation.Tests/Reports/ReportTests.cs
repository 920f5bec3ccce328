using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warmpath.Routing.Catalog;
using Warmpath.Simulation.Reports;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Tests.Reports;

public class ReportTests
{
    private static readonly Lazy<List<ContestRun>> Runs = new(() =>
        [.. Contest.Run(seed => BuiltInWorkloads.Draw("team-day", seed) with { Name = "a <b>" }, [1, 2, 3], ["cost-aware", "round-robin"], new(), null, CancellationToken.None)]);

    [Fact]
    public void A_spread_has_the_median_between_its_ends()
    {
        Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));
        Assert.Equal(new Spread(3, 1, 9), Spread.Of([9, 1, 2, 4]));
    }

    [Fact]
    public void Policies_are_summed_up_over_seeds()
    {
        var report = ContestReport.Of(Runs.Value, "client", 60);

        Assert.Equal(["cost-aware", "round-robin"], report.Policies.Select(policy => policy.Policy));
        Assert.Equal([1UL, 2UL, 3UL], report.Policies[0].Seeds);
        Assert.True(report.Policies[1].InputCost.Median > 1.3 * report.Policies[0].InputCost.Median);
    }

    [Fact]
    public void The_json_can_be_read_and_the_csv_has_a_line_for_each_run()
    {
        using var json = JsonDocument.Parse(ContestReport.Of(Runs.Value, "client", 60).ToJson());
        var csv = ContestReport.ToCsv(Runs.Value).TrimEnd().Split('\n');

        Assert.Equal(2, json.RootElement.GetProperty("policies").GetArrayLength());
        Assert.Equal(1 + 6, csv.Length);
        Assert.All(csv, line => Assert.Equal(csv[0].Split(',').Length, line.Split(',').Length));
    }

    [Fact]
    public void J_and_the_total_wait_are_told_everywhere()
    {
        var (run, report) = (Runs.Value[0], ContestReport.Of([Runs.Value[0]], "client", 60));
        using var json = JsonDocument.Parse(report.ToJson());
        var policy = json.RootElement.GetProperty("policies")[0];
        var j = (run.Figures.InputCost + (0.01 * run.Figures.TotalWait)) / run.Bounds.OneOrganization;

        Assert.Equal(j, policy.GetProperty("costAndWait").GetProperty("median").GetDouble(), 9);
        Assert.Equal(run.Figures.TotalWait, policy.GetProperty("totalWait").GetProperty("median").GetDouble());
        var csv = ContestReport.ToCsv([run]).Split('\n');
        Assert.EndsWith(",hours,total_wait,j", csv[0], StringComparison.Ordinal);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $",{run.Figures.TotalWait:0.###},{j:0.######}"), csv[1], StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"<td>{run.Figures.TotalWait:0.0}</td><td>{j:0.000}</td></tr>"), HtmlReport.Write(report, [run]), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_costs_anything_there_are_no_multiples_of_it()
    {
        var free = Contest.Run(
            seed => Free(BuiltInWorkloads.Draw("team-day", seed)), [1], ["single-key"], new(), null, TestContext.Current.CancellationToken).ToList();
        var report = ContestReport.Of(free, "client", 60);
        using var json = JsonDocument.Parse(report.ToJson());
        var policy = json.RootElement.GetProperty("policies")[0];

        Assert.All((string[])["toOneOrganization", "toClairvoyant", "costAndWait"], multiple => Assert.Equal(JsonValueKind.Null, policy.GetProperty(multiple).ValueKind));
        Assert.EndsWith(",\n", ContestReport.ToCsv(free), StringComparison.Ordinal);
        Assert.Contains("<td>&ndash;</td><td>&ndash;</td>", HtmlReport.Write(report, free), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", HtmlReport.Write(report, free), StringComparison.Ordinal);

        static Workload Free(Workload day) => day with { World = day.World with { Prices = new Dictionary<string, ModelPrices> { ["*"] = new(0, 0, 0, 0, 0) } } };
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_escapes_what_it_shows()
    {
        var page = HtmlReport.Write(ContestReport.Of(Runs.Value, "client", 60), Runs.Value);

        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("LB3", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_assumed_of_a_peer_stands_in_the_page_and_in_the_json()
    {
        var report = ContestReport.Of([.. Runs.Value.Take(2).Select(run => run with { Policy = "bifrost" })], "client", 60);
        var page = HtmlReport.Write(report, Runs.Value);
        using var json = JsonDocument.Parse(report.ToJson());

        Assert.Contains("<li>bifrost: three retries", page, StringComparison.Ordinal);
        Assert.StartsWith("three retries", json.RootElement.GetProperty("policies")[0].GetProperty("assumptions")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Assumed", HtmlReport.Write(ContestReport.Of(Runs.Value, "client", 60), Runs.Value), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_of_next_to_nothing_does_not_look_like_much()
    {
        var page = HtmlReport.Write(ContestReport.Of(Runs.Value, "client", 60), Runs.Value);
        var waits = page[page.IndexOf("Mean added wait", StringComparison.Ordinal)..];
        var bars = Regex.Matches(waits[..waits.IndexOf("</svg>", StringComparison.Ordinal)], @"<rect [^>]*width=""([\d.]+)""");

        Assert.Equal(2, bars.Count);
        Assert.All(Runs.Value, run => Assert.InRange(run.Figures.MeanWait, 0, 0.1));
        Assert.All(bars, bar => Assert.InRange(double.Parse(bar.Groups[1].Value, CultureInfo.InvariantCulture), 0, 62)); // of 620 for a second
    }
}
