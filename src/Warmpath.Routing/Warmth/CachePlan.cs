using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>What one attempt is expected to do to a workspace's cache: the entry it reads, and those it writes or refreshes.</summary>
internal sealed class CachePlan
{
    /// <summary>Null when nothing is expected to be read.</summary>
    public WarmEntry? Read { get; init; }

    public required List<PlannedEntry> Entries { get; init; }
}

/// <param name="Writes">True when the attempt writes the entry; false when it refreshes a live one.</param>
internal readonly record struct PlannedEntry(WarmEntry Entry, CacheLifetime Lifetime, int Tokens, bool Writes);
