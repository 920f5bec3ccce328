namespace Warmpath.Simulation.Providers;

/// <summary>What a provider limits, each per minute (providers.md 1.1).</summary>
public enum LimitAxis
{
    Requests,
    InputTokens,
    OutputTokens,
}
