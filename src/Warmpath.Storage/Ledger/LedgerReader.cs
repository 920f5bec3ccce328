using Microsoft.EntityFrameworkCore;
using Warmpath.Routing;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Reads the ledger. Every query of it is answered from an index: a million rows cost no more than the page that is asked for.</summary>
internal sealed class LedgerReader(StoreDatabase database)
{
    public const int LongestPage = 1000;

    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public async Task<LedgerPage> QueryAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, LongestPage, nameof(query));
        var rows = await database.UseAsync(context => Page(context, query).ToListAsync(cancellationToken));
        var more = rows.Count > query.Limit;
        if (more)
        {
            rows.RemoveAt(query.Limit);
        }

        return new(rows.ConvertAll(row => row.ToLedgerRow()), more ? rows[^1].Sequence : null);
    }

    public async Task<LedgerRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await database.UseAsync(context => context.Requests.SingleOrDefaultAsync(request => request.Id == id, cancellationToken));
        return row?.ToLedgerRow();
    }

    /// <summary>The last served first. May return a few more than asked: all that share the last one's millisecond.</summary>
    public async Task<IReadOnlyList<LineageSummary>> ListLineagesAsync(
        string? session, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.UseAsync(async context =>
        {
            var page = await Lineages(context, session, before).Take(limit).ToListAsync(cancellationToken);
            if (page.Count == limit && limit > 0)
            {
                // Pages are cut by time alone, so those of one moment (a fan-out of subagents) must not be divided between two pages.
                var last = page[^1].LastAt;
                page.RemoveAll(lineage => lineage.LastAt == last);
                page.AddRange(await Lineages(context, session, before).Where(lineage => lineage.LastAt == last).ToListAsync(cancellationToken));
            }

            return page;
        });
        return rows.ConvertAll(row => row.ToSummary());
    }

    /// <summary>Totals of all whole hours (UTC) that the span touches.</summary>
    public async Task<LedgerTotals> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sum = await database.UseAsync(context => Hours(context, from, to)
            .GroupBy(_ => 1)
            .Select(hours => new
            {
                Requests = hours.Sum(hour => hour.Requests),
                Errors = hours.Sum(hour => hour.Errors),
                Cancelled = hours.Sum(hour => hour.Cancelled),
                RateLimitsAbsorbed = hours.Sum(hour => hour.RateLimitsAbsorbed),
                Moves = hours.Sum(hour => hour.Moves),
                Waits = hours.Sum(hour => hour.Waits),
                Input = hours.Sum(hour => hour.Input),
                CacheWrite5m = hours.Sum(hour => hour.CacheWrite5m),
                CacheWrite1h = hours.Sum(hour => hour.CacheWrite1h),
                CacheRead = hours.Sum(hour => hour.CacheRead),
                Output = hours.Sum(hour => hour.Output),
                CostNanodollars = hours.Sum(hour => hour.CostNanodollars),
            })
            .SingleOrDefaultAsync(cancellationToken));
        return sum is null
            ? LedgerTotals.Zero
            : new(
                sum.Requests,
                sum.Errors,
                sum.Cancelled,
                sum.RateLimitsAbsorbed,
                sum.Moves,
                sum.Waits,
                new Usage(sum.Input, sum.CacheWrite5m, sum.CacheWrite1h, sum.CacheRead, sum.Output),
                sum.CostNanodollars);
    }

    /// <summary>The same, hour by hour, oldest first.</summary>
    public async Task<IReadOnlyList<HourTotals>> ListHoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var rows = await database.UseAsync(context => Hours(context, from, to)
            .OrderBy(hour => hour.Hour).ThenBy(hour => hour.Client).ThenBy(hour => hour.Key).ThenBy(hour => hour.Model)
            .ToListAsync(cancellationToken));
        return rows.ConvertAll(row => row.ToTotals());
    }

    /// <summary>By hour and key, oldest first.</summary>
    public async Task<IReadOnlyList<KeyHourTotals>> ListKeyHoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sums = await database.UseAsync(context => Hours(context, from, to)
            .GroupBy(hour => new { hour.Hour, hour.Key })
            .Select(hours => new
            {
                hours.Key.Hour,
                hours.Key.Key,
                Requests = hours.Sum(hour => hour.Requests),
                Errors = hours.Sum(hour => hour.Errors),
                Cancelled = hours.Sum(hour => hour.Cancelled),
                RateLimitsAbsorbed = hours.Sum(hour => hour.RateLimitsAbsorbed),
                Moves = hours.Sum(hour => hour.Moves),
                Waits = hours.Sum(hour => hour.Waits),
                Input = hours.Sum(hour => hour.Input),
                CacheWrite5m = hours.Sum(hour => hour.CacheWrite5m),
                CacheWrite1h = hours.Sum(hour => hour.CacheWrite1h),
                CacheRead = hours.Sum(hour => hour.CacheRead),
                Output = hours.Sum(hour => hour.Output),
                CostNanodollars = hours.Sum(hour => hour.CostNanodollars),
            })
            .OrderBy(sum => sum.Hour).ThenBy(sum => sum.Key)
            .ToListAsync(cancellationToken));
        return sums.ConvertAll(sum => new KeyHourTotals(
            DateTimeOffset.FromUnixTimeMilliseconds(sum.Hour),
            sum.Key.Length == 0 ? null : sum.Key,
            new(
                sum.Requests,
                sum.Errors,
                sum.Cancelled,
                sum.RateLimitsAbsorbed,
                sum.Moves,
                sum.Waits,
                new Usage(sum.Input, sum.CacheWrite5m, sum.CacheWrite1h, sum.CacheRead, sum.Output),
                sum.CostNanodollars)));
    }

    /// <summary>One row more than the page holds, if there is one: it says whether another page follows.</summary>
    internal static IQueryable<RequestRow> Page(StoreContext context, LedgerQuery query)
    {
        // Filter by filter, not "parameter is null or ...": SQLite would plan that as a walk through the whole table.
        IQueryable<RequestRow> rows = context.Requests;
        if (query.After is { } after)
        {
            rows = rows.Where(row => row.Sequence < after);
        }

        if (query.Session is { } session)
        {
            rows = rows.Where(row => row.Session == session);
        }

        if (query.Key is { } key)
        {
            rows = rows.Where(row => row.Key == key);
        }

        if (query.Lineage is { } lineage)
        {
            rows = rows.Where(row => row.Lineage == lineage);
        }

        return rows.OrderByDescending(row => row.Sequence).Take(query.Limit + 1);
    }

    internal static IQueryable<LineageRow> Lineages(StoreContext context, string? session, DateTimeOffset? before)
    {
        IQueryable<LineageRow> rows = context.Lineages;
        if (session is not null)
        {
            rows = rows.Where(lineage => lineage.Session == session);
        }

        if (before is { } end)
        {
            var milliseconds = end.ToUnixTimeMilliseconds();
            rows = rows.Where(lineage => lineage.LastAt < milliseconds);
        }

        return rows.OrderByDescending(lineage => lineage.LastAt);
    }

    internal static IQueryable<HourRow> Hours(StoreContext context, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, end) = (HourRow.HourOf(from), to.ToUnixTimeMilliseconds());
        return context.Hours.Where(hour => hour.Hour >= first && hour.Hour < end);
    }
}
