using Warmpath.Routing;
using Warmpath.Routing.Catalog;

namespace Warmpath.Simulation.Shadows;

/// <summary>A request that every shadow has served.</summary>
public sealed record ShadowedRequest(ServedRequest Served, ModelFacts Model, ShadowOutcome AsRouted, ShadowOutcome RoundRobin, ShadowOutcome SingleKey);
