namespace Warmpath.Simulation.Worlds;

/// <summary>An organization answers nothing but 529 for a while.</summary>
/// <param name="From">From the start of the trace.</param>
public sealed record Outage(string Organization, TimeSpan From, TimeSpan Until);
