using Warmpath.Routing;

namespace Warmpath.Simulation.Shadows;

/// <summary>What would have become of a request.</summary>
/// <param name="Stalls">429s that its client would have met.</param>
/// <param name="Stalled">Between its issue and the sending that succeeded.</param>
public readonly record struct ShadowOutcome(Usage Usage, int Stalls, TimeSpan Stalled);
