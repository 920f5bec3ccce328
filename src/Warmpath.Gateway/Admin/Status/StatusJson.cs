using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Status;

/// <summary>Everything on the first screen.</summary>
/// <param name="Attention">Keys that need a person, and what to do; empty when all is well.</param>
/// <param name="LineagesAtHome">Lineages with a home that may still be warm.</param>
/// <param name="Today">Since midnight UTC.</param>
/// <param name="LastHour">This clock hour and the one before: sums are kept by the hour.</param>
/// <param name="Minutes">The last hour by minute, oldest first; the last one is under way.</param>
/// <param name="Hours">The last day by hour, oldest first; the last one is under way.</param>
/// <param name="Counterfactual">What the same traffic would have cost another way: estimates.</param>
/// <param name="Forecast">How far the forecast of cached tokens was off, since start.</param>
/// <param name="TokenEstimates">By model: how bytes are turned into tokens, and how well.</param>
public sealed record StatusJson(
    string Version,
    DateTimeOffset Now,
    long UptimeSeconds,
    IReadOnlyList<KeyJson> Keys,
    IReadOnlyList<OrganizationJson> Organizations,
    IReadOnlyList<AttentionJson> Attention,
    int Waiting,
    double OldestWaitSeconds,
    int LineagesAtHome,
    TrafficJson Today,
    TrafficJson LastHour,
    IReadOnlyList<TrafficPoint> Minutes,
    IReadOnlyList<TrafficPoint> Hours,
    CounterfactualStatusJson Counterfactual,
    ForecastAccuracy Forecast,
    IReadOnlyList<TokenEstimate> TokenEstimates,
    LedgerHealth Ledger);

/// <summary>One organization: the keys in it share its limits.</summary>
/// <param name="Number">By age, from 0: stays while others come, so that a colour can stay.</param>
/// <param name="Keys">Names.</param>
/// <param name="Workspaces">Those that have lower limits of their own, which their requests have to be admitted by as well.</param>
/// <param name="Today">Since midnight UTC.</param>
/// <param name="RequestsPerMinute">Over the last hour, oldest first; the last minute is under way.</param>
public sealed record OrganizationJson(
    int Number,
    string? Id,
    string? Name,
    bool Discovered,
    IReadOnlyList<string> Keys,
    IReadOnlyDictionary<string, HeadroomJson> Headroom,
    IReadOnlyList<WorkspaceLimitsJson> Workspaces,
    int LineagesAtHome,
    int Waiting,
    TrafficJson Today,
    IReadOnlyList<long> RequestsPerMinute);

/// <summary>A workspace's own limits.</summary>
/// <param name="Id">The provider's id; null until a response named it.</param>
/// <param name="Headroom">By model class; an axis is null where it has no limit of its own.</param>
public sealed record WorkspaceLimitsJson(string? Id, IReadOnlyDictionary<string, HeadroomJson> Headroom);

/// <summary>A key that needs a person.</summary>
public sealed record AttentionJson(string KeyId, string Key, KeyStatus State, string? Reason, string Cure);

/// <summary>A point of a curve over time.</summary>
/// <param name="At">UTC, the start of the minute or hour.</param>
/// <param name="HitRate">Cache reads over all input tokens, 0 to 1; null without tokens.</param>
/// <param name="Cost">$.</param>
public sealed record TrafficPoint(
    DateTimeOffset At, long Requests, long InputTokens, long CacheWriteTokens, long CacheReadTokens, double? HitRate, decimal Cost)
{
    public static TrafficPoint Of(DateTimeOffset at, LedgerTotals totals) => new(
        at, totals.Requests, totals.Tokens.Input, totals.Tokens.CacheWrite, totals.Tokens.CacheRead,
        Rates.Hit(totals.Tokens.CacheRead, totals.Tokens.Input + totals.Tokens.CacheWrite), Money.Dollars(totals.CostNanodollars));
}

/// <summary>Sums over requests.</summary>
/// <param name="HitRate">Cache reads over all input tokens, 0 to 1; null without tokens.</param>
/// <param name="Cost">$.</param>
/// <param name="RateLimitsAbsorbed">429s of providers that no client saw.</param>
public sealed record TrafficJson(
    long Requests,
    long Errors,
    long Cancelled,
    long RateLimitsAbsorbed,
    long Moves,
    long Waits,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    double? HitRate,
    decimal Cost)
{
    public static TrafficJson Of(LedgerTotals totals) => new(
        totals.Requests, totals.Errors, totals.Cancelled, totals.RateLimitsAbsorbed, totals.Moves, totals.Waits, totals.Tokens.Input,
        totals.Tokens.CacheWrite, totals.Tokens.CacheRead, totals.Tokens.Output,
        Rates.Hit(totals.Tokens.CacheRead, totals.Tokens.Input + totals.Tokens.CacheWrite), Money.Dollars(totals.CostNanodollars));
}
