using Warmpath.Routing.Fleet;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>One upstream try of a decision, its tokens reserved.</summary>
public sealed class Attempt
{
    internal Attempt(Ticket ticket, KeyConfig key, Explanation explanation, DateTimeOffset sentAt)
    {
        (Ticket, Key, Explanation, SentAt) = (ticket, key, explanation, sentAt);
    }

    public Ticket Ticket { get; }

    public KeyConfig Key { get; }

    /// <summary>Why this key: kept with the ledger row.</summary>
    public Explanation Explanation { get; }

    /// <summary>UTC, when it was decided; the age of cache entries counts from here.</summary>
    public DateTimeOffset SentAt { get; }

    /// <summary>True when the lineage is at home in this key's workspace; false when it is not, or has no home.</summary>
    public bool AtHome { get; internal set; }

    /// <summary>True when this attempt gives a lineage its first home.</summary>
    public bool GivesHome { get; internal set; }

    /// <summary>True when the lineage has a home and this is not it.</summary>
    public bool AwayFromHome { get; internal set; }

    /// <summary>The cache entries that a success writes or refreshes; empty when the request carries no cache.</summary>
    public IReadOnlyList<WarmTouch> Touches { get; internal set; } = [];
}
