using Warmpath.Simulation.Bounds;
using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Reports;

/// <summary>Runs policies over one workload, drawn anew for each seed.</summary>
public static class Contest
{
    /// <param name="draw">The workload of a seed.</param>
    /// <param name="progress">Told after each bounds run and each policy's run.</param>
    public static IEnumerable<ContestRun> Run(
        Func<ulong, Workload> draw, IReadOnlyList<ulong> seeds, IReadOnlyList<string> policies, SimulationOptions options,
        Action<string>? progress, CancellationToken cancellationToken)
    {
        foreach (var seed in seeds)
        {
            var workload = draw(seed);
            var bounds = LowerBounds.Of(workload.Trace, workload.World, cancellationToken);
            progress?.Invoke($"bounds, seed {seed}");
            foreach (var policy in policies)
            {
                var router = SimulatedPolicies.Create(policy, workload.World, workload.Trace, seed);
                var records = SimulationRun.Run(workload.Trace, workload.World, router, options with { Seed = seed }, null, cancellationToken);
                progress?.Invoke($"{policy}, seed {seed}");
                yield return new(policy, seed, workload, bounds, Figures.Of(records, workload.World), records);
            }
        }
    }
}
