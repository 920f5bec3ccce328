using Warmpath.Routing.Misses;

namespace Warmpath.Storage.Ledger;

/// <summary>One lineage over its whole life, summed from the ledger as its rows are written.</summary>
/// <param name="Hits">Requests that read from cache.</param>
/// <param name="Misses">Requests that had to pay anew what had been cached for it.</param>
/// <param name="MissedTokens">What these paid anew.</param>
/// <param name="LastMissCause">Of the last of them; null when there was none.</param>
/// <param name="Moves">Times it was served away from its home.</param>
public sealed record LineageSummary(
    string Lineage,
    string Client,
    string? Session,
    string? Agent,
    string? Model,
    string? Key,
    string? KeyName,
    string? Organization,
    string? Workspace,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    long Requests,
    long Hits,
    long Misses,
    long MissedTokens,
    MissCause? LastMissCause,
    long Moves,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    long CostNanodollars,
    string? LastMoveReason);
