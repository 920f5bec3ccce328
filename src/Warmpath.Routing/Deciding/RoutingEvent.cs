namespace Warmpath.Routing.Deciding;

/// <summary>What happened to the fleet; in the list of events the same word in lower case, such as <c>key_invalid</c>.</summary>
public enum RoutingEventKind : byte
{
    /// <summary>A lineage was served away from its home, which moved there.</summary>
    Moved,
    Throttled,
    Overloaded,
    Unreachable,
    OutOfCredit,
    KeyInvalid,
    ModelBlocked,
    Recovered,
    PoolDiscovered,
}

/// <summary>Something that people want to know of happened to the fleet. The core returns it; the gateway logs and keeps it.</summary>
/// <param name="Subject">The key's or organization's name, or the lineage's id.</param>
/// <param name="Text">One plain sentence.</param>
public sealed record RoutingEvent(RoutingEventKind Kind, DateTimeOffset At, string Subject, string Text);
