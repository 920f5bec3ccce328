using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Sessions;

/// <summary>One lineage: a growing conversation inside a session, and where it lives.</summary>
/// <param name="Key">The key that served it last: its home.</param>
/// <param name="Hits">Requests that read from cache.</param>
/// <param name="Misses">Requests that had to pay anew what had been cached for it.</param>
/// <param name="MissedTokens">What these paid anew.</param>
/// <param name="LastMissCause">Of the last of them, as in a request of the ledger; null when there was none.</param>
/// <param name="Moves">Times it was served away from its home.</param>
/// <param name="HitRate">Cache reads over all input tokens, 0 to 1; null before the first tokens.</param>
/// <param name="Cost">$.</param>
public sealed record LineageJson(
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
    string? LastMoveReason,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    double? HitRate,
    decimal Cost)
{
    public static LineageJson Of(LineageSummary line) => new(
        line.Lineage, line.Client, line.Session, line.Agent, line.Model, line.Key, line.KeyName, line.Organization, line.Workspace,
        line.FirstAt, line.LastAt, line.Requests, line.Hits, line.Misses, line.MissedTokens, line.LastMissCause, line.Moves, line.LastMoveReason,
        line.InputTokens, line.CacheWriteTokens, line.CacheReadTokens, line.OutputTokens, Rates.Hit(line.CacheReadTokens, line.InputTokens + line.CacheWriteTokens),
        Money.Dollars(line.CostNanodollars));
}

/// <summary>A request of a session as far as caching goes.</summary>
/// <param name="Hit">True when it read from cache.</param>
/// <param name="Decision">As in <c>x-warmpath-decision</c>: <c>migrated</c> names a move.</param>
/// <param name="Reason">Why it went where it went.</param>
/// <param name="Miss">As in a request of the ledger.</param>
public sealed record TurnJson(
    string Id, DateTimeOffset At, string? Lineage, string? KeyName, string Decision, string? Reason, bool Hit, long CacheReadTokens,
    long UncachedTokens, Miss? Miss)
{
    public static TurnJson Of(LedgerRow row) => new(
        row.Id, row.At, row.Lineage, row.KeyName, row.Decision, row.Reason, LedgerFacts.IsHit(row),
        row.Usage?.CacheRead ?? 0, row.Usage is { } usage ? usage.Prompt - usage.CacheRead : 0, row.Miss);
}

/// <summary>One session: its lineages, the last served first, and its last requests, newest first.</summary>
/// <param name="Next">The <c>after</c> for older requests at <c>/requests?session=</c>; null when all are here.</param>
public sealed record SessionJson(string Id, IReadOnlyList<LineageJson> Lineages, IReadOnlyList<TurnJson> Turns, string? Next);
