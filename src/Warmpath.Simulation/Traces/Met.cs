using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Traces;

/// <summary>What an attempt of a recorded request met at an organization.</summary>
/// <param name="Trouble">Null = it was served.</param>
public sealed record Met(string Organization, Trouble? Trouble);
