using Warmpath.Routing;
using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Runs;

/// <summary>One upstream attempt of a request.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Status">200, 429, or what an outage or the recording answers (<see cref="Worlds.Trouble.Status"/>).</param>
/// <param name="Sequence">Orders all attempts of a run.</param>
/// <param name="Breakpoints">As sent upstream.</param>
/// <param name="Usage">Of an answered attempt.</param>
public sealed record AttemptRecord(string Key, DateTimeOffset At, int Status, long Sequence, Breakpoint[] Breakpoints, Usage? Usage);
