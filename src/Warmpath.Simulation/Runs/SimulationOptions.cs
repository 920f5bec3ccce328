using Warmpath.Routing;

namespace Warmpath.Simulation.Runs;

/// <summary>How a trace is run.</summary>
public sealed record SimulationOptions
{
    /// <summary>Draws the clients' back-off and whatever a policy leaves to chance.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>$ for an hour of a developer's waiting.</summary>
    public double ValueOfTimePerHour { get; init; } = 60;

    /// <summary>How long the gateway may hold a request.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromSeconds(60);

    public LifetimeMode Lifetime { get; init; }
}
