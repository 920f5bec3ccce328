using Warmpath.Routing.Outlines;

namespace Warmpath.Routing;

/// <summary>One answered request as it was really served: what shadows and recordings are fed with, after the fact.</summary>
public sealed record ServedRequest
{
    /// <summary>The gateway's id of the request.</summary>
    public required string Id { get; init; }

    public required RoutingRequest Request { get; init; }

    public required string Lineage { get; init; }

    /// <summary>The agent's session; where none is known, the lineage.</summary>
    public string Session => Request.Hints.Session ?? Request.Outline.BodySession ?? Lineage;

    /// <summary>The key that answered.</summary>
    public required KeyId Key { get; init; }

    /// <summary>UTC, when the router first decided about it: what lies between its arrival and this is the gateway's own work.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Ascending in the order of first decisions.</summary>
    public required long DecidedAs { get; init; }

    /// <summary>UTC, when the attempt that succeeded was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>UTC, the answer's first byte.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>UTC, the answer's last byte.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Markers that the gateway made live an hour.</summary>
    public IReadOnlyList<Breakpoint> HourMarkers { get; init; } = [];

    /// <summary>Tokens of the prefix that ends with each block, as estimated when the request came; as long as the outline's blocks.</summary>
    public required IReadOnlyList<int> EstimatedPrefixTokens { get; init; }

    /// <summary>As the provider counted it.</summary>
    public required Usage Usage { get; init; }

    /// <summary>429s that it met before.</summary>
    public required int Stalls { get; init; }
}
