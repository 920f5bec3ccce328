using System.Globalization;
using System.Text;

namespace Warmpath.Simulation.Reports;

/// <summary>What a contest found, for programs: as JSON and as CSV.</summary>
/// <param name="OneOrganization">LB1 in $ of input.</param>
/// <param name="Clairvoyant">LB3 in $ of input.</param>
public sealed record ContestReport(
    string Workload, IReadOnlyList<ulong> Seeds, string Lifetime, double ValueOfTime, Spread OneOrganization, Spread Clairvoyant,
    IReadOnlyList<PolicySummary> Policies)
{
    /// <param name="runs">At least one.</param>
    public static ContestReport Of(IReadOnlyList<ContestRun> runs, string lifetime, double valueOfTime) => new(
        runs[0].Workload.Name,
        [.. runs.Select(run => run.Seed).Distinct()],
        lifetime,
        valueOfTime,
        Spread.Of(runs.Select(run => run.Bounds.OneOrganization)),
        Spread.Of(runs.Select(run => run.Bounds.Clairvoyant)),
        PolicySummary.Of(runs));

    public string ToJson() => ReportJson.Of(this);

    /// <summary>One line per policy and seed.</summary>
    public static string ToCsv(IEnumerable<ContestRun> runs)
    {
        var csv = new StringBuilder("workload,seed,policy,requests,answered,hit_rate,input_cost,output_cost,lb1,lb3,upstream_429,client_429,client_errors,mean_wait,wait_95,longest_wait,hours,total_wait,j\n");
        foreach (var run in runs)
        {
            var figures = run.Figures;
            csv.Append(CultureInfo.InvariantCulture, $"{Quoted(run.Workload.Name)},{run.Seed},{run.Policy},{figures.Requests},{figures.Answered},")
                .Append(CultureInfo.InvariantCulture, $"{figures.HitRate:0.######},{figures.InputCost:0.######},{figures.OutputCost:0.######},")
                .Append(CultureInfo.InvariantCulture, $"{run.Bounds.OneOrganization:0.######},{run.Bounds.Clairvoyant:0.######},")
                .Append(CultureInfo.InvariantCulture, $"{figures.Upstream429s},{figures.Client429s},{figures.ClientErrors},")
                .Append(CultureInfo.InvariantCulture, $"{figures.MeanWait:0.###},{figures.Wait95:0.###},{figures.LongestWait:0.###},{figures.Hours:0.####},")
                .Append(CultureInfo.InvariantCulture, $"{figures.TotalWait:0.###},{run.CostAndWait:0.######}\n");
        }

        return csv.ToString();
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
