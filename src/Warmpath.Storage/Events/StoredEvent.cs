namespace Warmpath.Storage.Events;

/// <summary>Something that happened to the fleet or was done by a person; people read it.</summary>
/// <param name="Id">Given by the store, ascending; what the caller puts there is not looked at.</param>
/// <param name="At">UTC, kept to the millisecond.</param>
/// <param name="Kind">One word, such as <c>moved</c> or <c>key_added</c>.</param>
/// <param name="Subject">A name or id of what it happened to.</param>
/// <param name="Text">One plain sentence; never a secret.</param>
/// <param name="Actor">Who did it; null: the gateway itself.</param>
public sealed record StoredEvent(long Id, DateTimeOffset At, string Kind, string Subject, string Text, string? Actor = null);
