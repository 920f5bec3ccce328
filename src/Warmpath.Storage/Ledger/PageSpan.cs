using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>The part of the ledger that one page looks at, by the order of writing.</summary>
/// <param name="First">The first sequence; 0 for the beginning.</param>
/// <param name="End">The sequence after the last; null for the newest.</param>
/// <param name="IsCut">Older rows may match too: they are another page's.</param>
internal readonly record struct PageSpan(long First, long? End, bool IsCut)
{
    /// <summary>Most rows that one page looks through for something that no index knows: a tenth of a second or so.</summary>
    public const int Widest = 100_000;

    /// <summary>A row is written when its request ends, so its time may lie before its neighbours': by the longest request at most.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);

    /// <returns>Null when the ledger is empty.</returns>
    public static async Task<PageSpan?> OfAsync(StoreContext context, LedgerQuery query, CancellationToken cancellationToken)
    {
        var end = query.After;
        if (query.To is { } to && await FirstSinceAsync(context, to + LongestRequest, cancellationToken) is { } after && !(end < after))
        {
            end = after;
        }

        var first = query.From is { } from ? await LastBeforeAsync(context, from - LongestRequest, cancellationToken) ?? 0 : 0;
        if (!IsWalked(query))
        {
            return new(first, end, IsCut: false);
        }

        end ??= await context.Requests.MaxAsync(row => (long?)row.Sequence, cancellationToken) + 1;
        return end is not { } known ? null
            : known - Widest > first ? new(known - Widest, end, IsCut: true)
            : new(first, end, IsCut: false);
    }

    // The rows of a session or lineage are few enough to be looked at one by one; any other walk has to end somewhere.
    private static bool IsWalked(LedgerQuery query) =>
        query is { Session: null, Lineage: null } && (query.Decision is not null || query.End is not null || query.Miss is not null || Indexed(query) > 1);

    private static int Indexed(LedgerQuery query) =>
        new[] { query.Key, query.Client, query.Model, query.Organization }.Count(filter => filter is not null);

    private static Task<long?> LastBeforeAsync(StoreContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return context.Requests.Where(row => row.At < milliseconds).OrderByDescending(row => row.At)
            .Select(row => (long?)row.Sequence).FirstOrDefaultAsync(cancellationToken);
    }

    private static Task<long?> FirstSinceAsync(StoreContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return context.Requests.Where(row => row.At >= milliseconds).OrderBy(row => row.At)
            .Select(row => (long?)row.Sequence).FirstOrDefaultAsync(cancellationToken);
    }
}
