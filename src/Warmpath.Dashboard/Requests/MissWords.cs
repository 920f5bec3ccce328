using Warmpath.Gateway.Admin;
using Warmpath.Routing.Misses;

namespace Warmpath.Dashboard.Requests;

/// <summary>The verdict on a miss as a person reads it.</summary>
internal static class MissWords
{
    public static string Short(MissCause cause) => cause switch
    {
        MissCause.FirstWrite => "first write",
        MissCause.Expired => "expired",
        MissCause.Moved => "moved by Warmpath",
        MissCause.PromptChanged => "prompt changed",
        MissCause.TooSmall => "too small to cache",
        MissCause.Unmarked => "not marked for caching",
        MissCause.BeyondLookBack => "beyond look-back",
        MissCause.ParallelRace => "parallel race",
        MissCause.Provider => "dropped by the provider",
        _ => "cause unknown",
    };

    /// <summary>In one word or two, where room is dear.</summary>
    public static string Tag(MissCause cause) => cause switch
    {
        MissCause.Moved => "moved",
        MissCause.PromptChanged => "changed",
        MissCause.TooSmall => "too small",
        MissCause.Unmarked => "unmarked",
        MissCause.BeyondLookBack => "look-back",
        MissCause.ParallelRace => "race",
        MissCause.Provider => "dropped",
        MissCause.Unknown => "unknown",
        _ => Short(cause),
    };

    public static string Sentence(Miss miss) => miss.Cause switch
    {
        MissCause.FirstWrite => "The conversation's first request: nothing of it was cached yet, so it was written.",
        MissCause.Expired => $"The cache entry's lifetime was over when this request came: {Tokens(miss)} were paid anew.",
        MissCause.Moved => $"Warmpath served it away from where its cache was: {Tokens(miss)} were paid anew.",
        MissCause.PromptChanged => $"The prompt no longer begins with what was cached (other tools, system text or model, an edited or compacted history): {Tokens(miss)} could not be reused.",
        MissCause.TooSmall => "The prompt is shorter than what this model caches.",
        MissCause.Unmarked => "The client sent no cache_control marker, so the provider cached nothing.",
        MissCause.BeyondLookBack => $"More than 20 blocks were added since the last turn, and the provider looks back no further: {Tokens(miss)} were paid anew.",
        MissCause.ParallelRace => "Another request was still writing the same prefix, and an entry can be read only once that answer has begun.",
        MissCause.Provider => $"The entry should have been there, but the provider had dropped it: {Tokens(miss)} were paid anew.",
        _ => $"What this conversation had left cached is not known, such as after a restart: perhaps {Tokens(miss)} were paid anew.",
    };

    private static string Tokens(Miss miss) => $"{Plain.Count(miss.Tokens)} tokens";
}
