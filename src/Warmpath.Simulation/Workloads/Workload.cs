using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Workloads;

/// <summary>A trace and the world that it is run in.</summary>
public sealed record Workload(string Name, Trace Trace, World World);
