using Warmpath.Routing.Misses;

namespace Warmpath.Storage.Ledger;

/// <summary>What the sums count of one row.</summary>
public static class LedgerFacts
{
    /// <summary>Served away from its home (contract.md, <c>x-warmpath-decision</c>).</summary>
    public static bool IsMove(string decision) => decision.Split(',', StringSplitOptions.TrimEntries).Contains("migrated");

    /// <summary>Read from cache, if only a part.</summary>
    public static bool IsHit(LedgerRow row) => row.Usage is { CacheRead: > 0 };

    /// <summary>The miss of a row that had to pay anew what had been cached; null where nothing had been, or all of it was read.</summary>
    public static Miss? Lost(LedgerRow row) => row.Miss is { Tokens: > 0 } miss ? miss : null;

    /// <summary>Limits that the client never saw: attempts answered 429 on the way to a success.</summary>
    public static int RateLimitsAbsorbed(LedgerRow row) =>
        row.Status is >= 200 and < 400 ? row.Attempts.Count(attempt => attempt.Status == 429) : 0;

    /// <summary>Made or kept a home: answered well by a key, and carrying a cache.</summary>
    public static bool IsServedAtHome(LedgerRow row) => row is { Key: not null, Tip: not null, Status: < 400 };
}
