using Warmpath.Routing.Fleet;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>One upstream try of a decision, its tokens reserved.</summary>
public sealed class Attempt
{
    /// <summary>How long an overloaded upstream gets before the one retry in place; a shorter pause meets the same overload.</summary>
    public static readonly TimeSpan PauseInPlace = TimeSpan.FromMilliseconds(250);

    internal Attempt(Ticket ticket, KeyState key, Explanation explanation, DateTimeOffset sentAt)
    {
        (Ticket, State, Explanation, SentAt) = (ticket, key, explanation, sentAt);
        Key = key.Config;
    }

    public Ticket Ticket { get; }

    /// <summary>The key as it was configured when the decision fell.</summary>
    public KeyConfig Key { get; }

    /// <summary>Why this key: kept with the ledger row.</summary>
    public Explanation Explanation { get; }

    /// <summary>UTC, when it was decided, or is tried in place; the age of cache entries counts from here.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>True when the lineage is at home in this key's workspace; false when it is not, or has no home.</summary>
    public bool AtHome { get; internal init; }

    /// <summary>True when this attempt gives a lineage its first home.</summary>
    public bool GivesHome { get; internal init; }

    /// <summary>True when the lineage has a home and this is not it.</summary>
    public bool AwayFromHome { get; internal init; }

    /// <summary>The cache entries that a success writes or refreshes; empty when the request carries no cache.</summary>
    public IReadOnlyList<WarmTouch> Touches { get; internal set; } = [];

    /// <summary>What a miss of this attempt would be put down to; null for requests that have no prompt.</summary>
    public MissGrounds? MissGrounds { get; internal init; }

    /// <summary>Markers, ascending, that are to live an hour although the client named no lifetime; empty unless the gateway may choose.</summary>
    public IReadOnlyList<Breakpoint> HourMarkers { get; internal init; } = [];

    internal KeyState State { get; }

    /// <summary>$ that this turn is expected to lose for want of a one-hour entry.</summary>
    internal double Rent { get; init; }

    /// <summary>True when all its markers live an hour by the gateway's choice.</summary>
    internal bool BuysHour { get; init; }

    internal Reservation? Reservation { get; init; }

    internal CachePlan? Plan { get; init; }

    internal bool HasBegun { get; set; }

    internal bool IsClosed { get; set; }

    /// <summary>It had its retry in place.</summary>
    internal bool IsTriedInPlace { get; private set; }

    /// <summary>Where it counts as bringing a lineage; null when it does not, or has.</summary>
    internal Organization? ComingTo { get; private set; }

    /// <summary>Where the lineage was at home before this attempt began; it goes back there if the attempt fails after all.</summary>
    internal (KeyState? Key, Workspace? Workspace)? HomeBefore { get; set; }

    /// <summary>It brings its lineage here, if it is answered.</summary>
    internal void Bring(Organization organization)
    {
        ComingTo = organization;
        organization.LineagesComing++;
    }

    /// <summary>The lineage has come, or will not.</summary>
    internal void Arrived()
    {
        if (ComingTo is { } organization)
        {
            organization.LineagesComing--;
            ComingTo = null;
        }
    }

    /// <summary>It is to be sent once more to the same key.</summary>
    internal void TryInPlace(DateTimeOffset at)
    {
        IsTriedInPlace = true;
        SentAt = at;
        Touches = [.. Touches.Select(touch => touch with { At = at })];
    }
}
