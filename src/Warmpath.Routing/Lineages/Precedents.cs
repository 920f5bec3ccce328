namespace Warmpath.Routing.Lineages;

/// <summary>What a request had to wait for: the last answers of these lineages, and the pause after the last of them.</summary>
/// <param name="Lineages">Its own, or those of the subagents that it waited for, or for a subagent's first request that of who sent it.</param>
/// <param name="Think">From the last end to its arrival; 0 and up.</param>
public sealed record Precedents(IReadOnlyList<string> Lineages, TimeSpan Think);
