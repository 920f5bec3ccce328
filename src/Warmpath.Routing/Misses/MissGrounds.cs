using Warmpath.Routing.Catalog;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Misses;

/// <summary>Taken when a request is sent: what it could read from cache, and what must be to blame should it not.</summary>
/// <param name="Cause">The cause, if there is a miss.</param>
/// <param name="Reusable">Tokens that the conversation's last request left cached; 0 when there were none.</param>
public readonly record struct MissGrounds(MissCause Cause, long Reusable)
{
    /// <summary>Less than this share of the reusable tokens read: a miss. The last block or two may differ without being one.</summary>
    private const double HitShare = 0.9;

    /// <returns>Null for a hit.</returns>
    public Miss? Judge(in Usage usage)
    {
        var missed = Reusable > 0 ? usage.CacheRead < HitShare * Reusable : usage.CacheRead == 0;
        return missed ? new Miss(Cause, Math.Max(0, Reusable - usage.CacheRead)) : null;
    }

    /// <summary>A prompt that leaves nothing to cache.</summary>
    internal static MissGrounds OfUncached(Outline outline, int promptTokens, ModelFacts model) =>
        new(outline.Breakpoints.Length == 0 && promptTokens >= model.MinimumCacheTokens ? MissCause.Unmarked : MissCause.TooSmall, 0);

    /// <param name="expected">The entry that the request is expected to read; null when none.</param>
    /// <param name="inFlight">Another request is writing a part of this prompt to the chosen workspace.</param>
    internal static MissGrounds Of(Outline outline, Lineage lineage, Workspace chosen, WarmEntry? expected, bool inFlight, DateTimeOffset now)
    {
        if (lineage.Trail is not { } trail)
        {
            return new(inFlight ? MissCause.ParallelRace : lineage.Workspace is null ? MissCause.FirstWrite : MissCause.Unknown, expected?.Tokens ?? 0);
        }

        var place = outline.Blocks.Length - 1;
        while (place >= 0 && outline.Blocks[place].Digest != trail.Tip)
        {
            place--;
        }

        var cause = place < 0 ? MissCause.PromptChanged
            : now > trail.Dies && expected?.Digest != trail.Tip ? MissCause.Expired
            : trail.Workspace != chosen ? MissCause.Moved
            : !IsInSight(outline, place) ? MissCause.BeyondLookBack
            : inFlight ? MissCause.ParallelRace
            : MissCause.Provider;
        return new(cause, trail.Tokens);
    }

    private static bool IsInSight(Outline outline, int place) => Array.Exists(
        outline.Breakpoints, breakpoint => breakpoint.Block >= place && breakpoint.Block - place < CacheForecaster.LookBack);
}
