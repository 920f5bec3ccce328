using Warmpath.Routing;

namespace Warmpath.Storage.Ledger;

/// <summary>Sums over requests.</summary>
/// <param name="Errors">Ended as error, truncated or interrupted.</param>
/// <param name="Cancelled">The client left.</param>
/// <param name="RateLimitsAbsorbed">429s of attempts whose request succeeded all the same.</param>
/// <param name="Moves">Served away from home.</param>
/// <param name="Waits">Held by the gateway.</param>
public sealed record LedgerTotals(
    long Requests,
    long Errors,
    long Cancelled,
    long RateLimitsAbsorbed,
    long Moves,
    long Waits,
    Usage Tokens,
    long CostNanodollars)
{
    public static readonly LedgerTotals Zero = new(0, 0, 0, 0, 0, 0, default, 0);

    /// <summary>Requests whose answer the client did not receive whole.</summary>
    public long Incomplete => Errors + Cancelled;
}

/// <summary>The totals of one hour, client, key and model.</summary>
/// <param name="Hour">UTC, its start.</param>
/// <param name="Key">Null: no key answered.</param>
/// <param name="Model">Null: the requests named none.</param>
public sealed record HourTotals(DateTimeOffset Hour, string Client, string? Key, string? Model, LedgerTotals Totals);
