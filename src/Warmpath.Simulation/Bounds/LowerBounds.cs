using Warmpath.Routing.Baselines;
using Warmpath.Routing.Fleet;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Bounds;

/// <summary>What a trace costs at least, $ of input.</summary>
/// <param name="OneOrganization">
/// LB1: one organization without limits and the client's own lifetimes, each request sent as it comes: the most that can be read from cache
/// at these arrival times. A gateway that holds siblings back until the first has written their prefix may come in a little below.
/// </param>
/// <param name="Clairvoyant">
/// LB3: besides, somebody who knows the future picks for every block whether its entry lives five minutes or an hour, and re-reads it in
/// time where that is cheaper than to write it again. Each block for itself, so no real gateway can reach it.
/// </param>
/// <param name="ChargedPerMinute">Input tokens that the limits of the one organization would have been charged, mean over the run.</param>
public sealed record LowerBounds(double OneOrganization, double Clairvoyant, double ChargedPerMinute)
{
    public static LowerBounds Of(Trace trace, World world, CancellationToken cancellationToken)
    {
        var unlimited = world.Unlimited();
        var key = new KeyConfig { Id = new("unlimited"), Name = "unlimited", Provider = "anthropic", BaseUrl = "http://simulated" };
        var records = SimulationRun.Run(trace, unlimited, BaselineRouters.Create("single-key", [key], new()), new(), null, cancellationToken);
        var figures = Figures.Of(records, unlimited);
        var charged = records.Sum(record => record.Usage is { } usage ? usage.Input + usage.CacheWrite : 0);
        return new(figures.InputCost, ClairvoyantBound.Of(records, unlimited), charged / (figures.Hours * 60));
    }
}
