using Warmpath.Routing.Fleet;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing;

/// <summary>One request in routing's own terms.</summary>
public sealed record RoutingRequest
{
    public required RequestKind Kind { get; init; }

    /// <summary>One of <see cref="Providers"/>: only its keys can serve the request.</summary>
    public string Provider { get; init; } = Providers.Anthropic;

    /// <summary>The prompt's shape; for kinds without a prompt an outline without blocks, whose model may be empty.</summary>
    public required Outline Outline { get; init; }

    /// <summary>The workspace that made what the request is about or uses: no other can serve it. Null: any may.</summary>
    /// <remarks>Where a request needs something that one workspace made, and this is null, the workspaces are asked in turn until one has it.</remarks>
    public Maker? Maker { get; init; }

    public RequestHints Hints { get; init; } = RequestHints.None;

    /// <summary>The id of the client (virtual key); lineages of different clients never mix.</summary>
    public required string Client { get; init; }

    /// <summary>UTC, when the request was complete in the gateway.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>How long the gateway may hold the request before it must be on its way; 0 to 300 s.</summary>
    public required TimeSpan MaximumWait { get; init; }

    /// <summary>What an hour of this client's waiting costs, in $; 0 and up.</summary>
    public required double ValueOfTimePerHour { get; init; }

    /// <summary>Whether the gateway may choose the lifetime of the cache entries that the request's markers write.</summary>
    public LifetimeMode Lifetime { get; init; }
}
