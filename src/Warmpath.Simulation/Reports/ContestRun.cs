using Warmpath.Simulation.Bounds;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Reports;

/// <summary>One policy's run over the workload of one seed.</summary>
public sealed record ContestRun(
    string Policy, ulong Seed, Workload Workload, LowerBounds Bounds, Figures Figures, IReadOnlyList<RequestRecord> Records)
{
    /// <summary>Null where the bound is zero: nothing can be a multiple of it.</summary>
    public double? ToOneOrganization => Multiple(Figures.InputCost, Bounds.OneOrganization);

    /// <summary>Null where the bound is zero.</summary>
    public double? ToClairvoyant => Multiple(Figures.InputCost, Bounds.Clairvoyant);

    /// <summary>J of simulation.md: input cost and $0.01 for each second of added wait, as a multiple of LB1; null where that is zero.</summary>
    public double? CostAndWait => Multiple(Figures.CostAndWait, Bounds.OneOrganization);

    private static double? Multiple(double cost, double bound) => bound > 0 ? cost / bound : null;
}
