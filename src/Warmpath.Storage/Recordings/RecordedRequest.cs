using Warmpath.Routing.Outlines;

namespace Warmpath.Storage.Recordings;

/// <summary>One answered request as recorded for replay: the shape of its prompt and when it came, no text.</summary>
public sealed record RecordedRequest
{
    public required string Id { get; init; }

    public required string Client { get; init; }

    /// <summary>The agent's session; where none is known, the lineage.</summary>
    public required string Session { get; init; }

    /// <summary>Null for the main conversation.</summary>
    public string? Agent { get; init; }

    public string? ParentAgent { get; init; }

    public required string Lineage { get; init; }

    public required string Model { get; init; }

    /// <summary>UTC, to the millisecond, like all times here: when it came to be decided about.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When the attempt that succeeded was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The answer's first byte; null where that was not recorded yet.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Id of the key that answered.</summary>
    public required string Key { get; init; }

    /// <summary>Digest of the last block.</summary>
    public required UInt128 Tip { get; init; }

    /// <summary>The marked blocks, by digest, in their order; lifetimes as the client gave them.</summary>
    public required IReadOnlyList<(UInt128 Digest, CacheLifetime Lifetime)> Markers { get; init; }

    /// <summary>Digests of markers that the gateway made live an hour.</summary>
    public IReadOnlyList<UInt128> HourMarkers { get; init; } = [];

    public required long OutputTokens { get; init; }
}
