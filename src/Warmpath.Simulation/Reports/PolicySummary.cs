using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Runs;

namespace Warmpath.Simulation.Reports;

/// <summary>One policy over all seeds: medians and ranges.</summary>
public sealed record PolicySummary
{
    public required string Policy { get; init; }

    /// <summary>What the project behind it does not document and is taken to do here.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required Spread Requests { get; init; }

    public required Spread HitRate { get; init; }

    /// <summary>$ of input.</summary>
    public required Spread InputCost { get; init; }

    /// <summary>$ of output: the same for all policies.</summary>
    public required Spread OutputCost { get; init; }

    /// <summary>Input cost as a multiple of LB1; null where that is zero.</summary>
    public required Spread? ToOneOrganization { get; init; }

    /// <summary>Input cost as a multiple of LB3; null where that is zero.</summary>
    public required Spread? ToClairvoyant { get; init; }

    /// <inheritdoc cref="ContestRun.CostAndWait"/>
    public required Spread? CostAndWait { get; init; }

    public required Spread Upstream429s { get; init; }

    public required Spread Client429s { get; init; }

    public required Spread ClientErrors { get; init; }

    /// <summary>Seconds.</summary>
    public required Spread MeanWait { get; init; }

    public required Spread Wait95 { get; init; }

    public required Spread LongestWait { get; init; }

    public required Spread TotalWait { get; init; }

    public required Spread RequestsPerHour { get; init; }

    public required Spread Unanswered { get; init; }

    /// <returns>One per policy, in the order in which they were first run.</returns>
    public static IReadOnlyList<PolicySummary> Of(IEnumerable<ContestRun> runs) =>
        [.. runs.GroupBy(run => run.Policy).Select(group => Of(group.Key, [.. group]))];

    private static PolicySummary Of(string policy, List<ContestRun> runs)
    {
        return new()
        {
            Policy = policy,
            Assumptions = SimulatedPolicies.AssumptionsOf(policy),
            Seeds = [.. runs.Select(run => run.Seed)],
            Requests = Over(figures => figures.Requests),
            HitRate = Over(figures => figures.HitRate),
            InputCost = Over(figures => figures.InputCost),
            OutputCost = Over(figures => figures.OutputCost),
            ToOneOrganization = Spread.Of(runs.Select(run => run.ToOneOrganization)),
            ToClairvoyant = Spread.Of(runs.Select(run => run.ToClairvoyant)),
            CostAndWait = Spread.Of(runs.Select(run => run.CostAndWait)),
            Upstream429s = Over(figures => figures.Upstream429s),
            Client429s = Over(figures => figures.Client429s),
            ClientErrors = Over(figures => figures.ClientErrors),
            MeanWait = Over(figures => figures.MeanWait),
            Wait95 = Over(figures => figures.Wait95),
            LongestWait = Over(figures => figures.LongestWait),
            TotalWait = Over(figures => figures.TotalWait),
            RequestsPerHour = Over(figures => figures.Hours > 0 ? figures.Answered / figures.Hours : figures.Answered),
            Unanswered = Over(figures => figures.Requests - figures.Answered),
        };

        Spread Over(Func<Figures, double> figure) => Spread.Of(runs.Select(run => figure(run.Figures)));
    }
}
