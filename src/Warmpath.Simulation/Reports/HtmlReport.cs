using System.Globalization;
using System.Net;
using System.Text;

namespace Warmpath.Simulation.Reports;

/// <summary>What a contest found, as one page that needs nothing from elsewhere.</summary>
public static class HtmlReport
{
    /// <summary>Lanes are drawn for this many lineages: more would be no picture any more.</summary>
    private const int MostLanes = 40;

    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
        h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem } svg { width: 100%; height: auto }
        text { font: 12px system-ui, sans-serif; fill: currentColor } p { max-width: 45rem }
        table { border-collapse: collapse } td, th { padding: .15rem .7rem; text-align: right } td:first-child, th:first-child { text-align: left }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1b } }
        """;

    /// <param name="runs">Those that still have their records are drawn as lanes.</param>
    public static string Write(ContestReport report, IReadOnlyList<ContestRun> runs)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>warmpath simulate: {Text(report.Workload)}</title><style>{Style}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(report.Workload)}</h1><p>{Seeds(report.Seeds)} ")
            .Append(CultureInfo.InvariantCulture, $"Lifetimes by the {(report.Lifetime == "auto" ? "gateway" : "client")}; {report.ValueOfTime:0.##} $ for an hour of waiting.</p>\n");
        var policies = report.Policies.OrderBy(policy => policy.InputCost.Median).ToList();
        Table(page, policies);
        page.Append("<h2>Input cost, $</h2><p>LB1: one organization without limits, the client's own lifetimes. LB3: somebody who knows the future also picks lifetimes and keeps entries warm.</p>\n");
        page.Append(BarChart.Draw(Bars(policies, policy => policy.InputCost), [("LB1", report.OneOrganization.Median), ("LB3", report.Clairvoyant.Median)], 0.01, "0.00"));
        page.Append("<h2>Tokens read from cache, %</h2>\n").Append(BarChart.Draw(Bars(policies, policy => Percent(policy.HitRate)), [], 100, "0.0"));
        page.Append("<h2>Mean added wait, s</h2>\n").Append(BarChart.Draw(Bars(policies, policy => policy.MeanWait), [], 1, "0.00"));
        Assumptions(page, policies);
        foreach (var run in runs.Where(run => run.Records.Count > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>Where lineages went: {Text(run.Policy)}, seed {run.Seed}</h2>\n");
            page.Append(LaneChart.Draw(run, MostLanes));
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static string Seeds(IReadOnlyList<ulong> seeds) => seeds.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"Seed {seeds[0]}.")
        : string.Create(CultureInfo.InvariantCulture, $"Medians over {seeds.Count} seeds from {seeds[0]} on; thin lines are ranges.");

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Table(StringBuilder page, IEnumerable<PolicySummary> policies)
    {
        page.Append("<table><tr><th>policy</th><th>hit %</th><th>input $</th><th>&times; LB1</th><th>&times; LB3</th><th>upstream 429</th><th>client 429</th><th>mean wait s</th><th>total wait s</th><th>J</th></tr>\n");
        foreach (var policy in policies)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(policy.Policy)}</td><td>{policy.HitRate.Median * 100:0.0}</td><td>{policy.InputCost.Median:0.00}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Multiple(policy.ToOneOrganization)}</td><td>{Multiple(policy.ToClairvoyant)}</td><td>{policy.Upstream429s.Median:0}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{policy.Client429s.Median:0}</td><td>{policy.MeanWait.Median:0.00}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{policy.TotalWait.Median:0.0}</td><td>{Multiple(policy.CostAndWait)}</td></tr>\n");
        }

        page.Append("</table><p>J: input cost and $0.01 for each second of added wait, as a multiple of LB1.</p>\n");
    }

    private static string Multiple(Spread? figure) => figure is { } known ? known.Median.ToString("0.000", CultureInfo.InvariantCulture) : "&ndash;";

    private static void Assumptions(StringBuilder page, IEnumerable<PolicySummary> policies)
    {
        var assumed = policies.Where(policy => policy.Assumptions.Count > 0).ToList();
        if (assumed.Count == 0)
        {
            return;
        }

        page.Append("<h2>Assumed of other projects</h2><p>What they do not document, and are taken to do here:</p>\n<ul>");
        foreach (var policy in assumed)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{Text(policy.Policy)}: {Text(string.Join("; ", policy.Assumptions))}.</li>\n");
        }

        page.Append("</ul>\n");
    }

    private static List<(string Label, Spread Value)> Bars(IEnumerable<PolicySummary> policies, Func<PolicySummary, Spread> value) =>
        [.. policies.Select(policy => (policy.Policy, value(policy)))];

    private static Spread Percent(Spread share) => new(share.Median * 100, share.Least * 100, share.Most * 100);
}
