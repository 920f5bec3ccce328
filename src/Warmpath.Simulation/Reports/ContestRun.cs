using Warmpath.Simulation.Bounds;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Reports;

/// <summary>One policy's run over the workload of one seed.</summary>
public sealed record ContestRun(
    string Policy, ulong Seed, Workload Workload, LowerBounds Bounds, Figures Figures, IReadOnlyList<RequestRecord> Records)
{
    public double ToOneOrganization => Figures.InputCost / Bounds.OneOrganization;

    public double ToClairvoyant => Figures.InputCost / Bounds.Clairvoyant;
}
