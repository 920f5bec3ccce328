using Warmpath.Routing;
using Warmpath.Routing.Misses;

namespace Warmpath.Storage.Ledger;

/// <summary>One request as a picture of lineages over time needs it.</summary>
/// <param name="At">UTC, its arrival.</param>
/// <param name="Organization">Id of the one that answered; null when none did.</param>
public sealed record LaneRequest(
    string Id,
    DateTimeOffset At,
    string Lineage,
    string? KeyName,
    string? Organization,
    string Decision,
    string? Reason,
    long WaitMilliseconds,
    long DurationMilliseconds,
    EndState End,
    Usage? Usage,
    Miss? Miss);

/// <summary>What happened in a span of time, lineage by lineage.</summary>
/// <param name="Lineages">The last served first.</param>
/// <param name="Requests">Newest first; some may belong to lineages that are not listed.</param>
/// <param name="MoreLineages">There were more than asked for: those served longest ago are missing.</param>
/// <param name="MoreRequests">There were more than asked for: the oldest are missing.</param>
public sealed record Lanes(IReadOnlyList<LineageSummary> Lineages, IReadOnlyList<LaneRequest> Requests, bool MoreLineages, bool MoreRequests);
