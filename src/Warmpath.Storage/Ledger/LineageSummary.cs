namespace Warmpath.Storage.Ledger;

/// <summary>One lineage over its whole life, summed from the ledger as its rows are written.</summary>
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
    long Moves,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    long CostNanodollars,
    string? LastMoveReason);
