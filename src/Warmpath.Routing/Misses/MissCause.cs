namespace Warmpath.Routing.Misses;

/// <summary>Why a prompt, or a large part of it, was not read from cache.</summary>
public enum MissCause : byte
{
    /// <summary>Nothing knows: what the conversation left behind was forgotten, by a restart for instance.</summary>
    Unknown,

    /// <summary>The conversation's first request: somebody has to write it.</summary>
    FirstWrite,

    /// <summary>The entry's lifetime was over before this request came.</summary>
    Expired,

    /// <summary>The gateway served it away from where its cache was.</summary>
    Moved,

    /// <summary>The prompt no longer begins with what was cached.</summary>
    PromptChanged,

    /// <summary>Shorter than what the model caches.</summary>
    TooSmall,

    /// <summary>No <c>cache_control</c> marker asks for caching.</summary>
    Unmarked,

    /// <summary>More blocks were added than a marker looks back over.</summary>
    BeyondLookBack,

    /// <summary>Another request was still writing the same prefix.</summary>
    ParallelRace,

    /// <summary>It should have been there: the provider had dropped it.</summary>
    Provider,
}
