using Warmpath.Routing;

namespace Warmpath.Storage.Ledger;

/// <summary>Sums over requests.</summary>
/// <param name="Errors">Ended as error, truncated or interrupted.</param>
/// <param name="Cancelled">The client left.</param>
/// <param name="RateLimitsAbsorbed">429s of attempts whose request succeeded all the same.</param>
/// <param name="Moves">Served away from home.</param>
/// <param name="Waits">Held by the gateway.</param>
public readonly record struct LedgerTotals(
    long Requests,
    long Errors,
    long Cancelled,
    long RateLimitsAbsorbed,
    long Moves,
    long Waits,
    Usage Tokens,
    long CostNanodollars)
{
    /// <summary>What one row adds to the sums.</summary>
    public static LedgerTotals Of(LedgerRow row) => new(
        Requests: 1,
        Errors: row.End is EndState.Complete or EndState.ClientCancelled ? 0 : 1,
        Cancelled: row.End == EndState.ClientCancelled ? 1 : 0,
        LedgerFacts.RateLimitsAbsorbed(row),
        Moves: LedgerFacts.IsMove(row.Decision) ? 1 : 0,
        Waits: row.WaitMilliseconds > 0 ? 1 : 0,
        row.Usage ?? default,
        row.CostNanodollars);

    public static LedgerTotals operator +(LedgerTotals a, LedgerTotals b) => new(
        a.Requests + b.Requests, a.Errors + b.Errors, a.Cancelled + b.Cancelled, a.RateLimitsAbsorbed + b.RateLimitsAbsorbed,
        a.Moves + b.Moves, a.Waits + b.Waits,
        new Usage(
            a.Tokens.Input + b.Tokens.Input, a.Tokens.CacheWrite5m + b.Tokens.CacheWrite5m, a.Tokens.CacheWrite1h + b.Tokens.CacheWrite1h,
            a.Tokens.CacheRead + b.Tokens.CacheRead, a.Tokens.Output + b.Tokens.Output),
        a.CostNanodollars + b.CostNanodollars);
}

/// <summary>The totals of one hour and key, over all clients and models.</summary>
/// <param name="Hour">UTC, its start.</param>
/// <param name="Key">Null: no key answered.</param>
public sealed record KeyHourTotals(DateTimeOffset Hour, string? Key, LedgerTotals Totals)
{
    /// <summary>The start of the hour (UTC) that the moment lies in.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(HourRow.HourOf(moment));
}

/// <summary>The totals of one minute and key.</summary>
/// <param name="Minute">UTC, its start.</param>
/// <param name="Key">Null: no key answered.</param>
public sealed record KeyMinuteTotals(DateTimeOffset Minute, string? Key, LedgerTotals Totals);
