using Microsoft.EntityFrameworkCore;
using Warmpath.Routing;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Reads the ledger. Every query of it is answered from an index, or looks at a bounded part: a million rows cost no more than the page.</summary>
internal sealed class LedgerReader(StoreDatabase database)
{
    public const int LongestPage = 1000;

    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public async Task<LedgerPage> QueryAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, LongestPage, nameof(query));
        return await database.ReadAsync(async context =>
        {
            if (await PageSpan.OfAsync(context, query, cancellationToken) is not { } span)
            {
                return new LedgerPage([], null);
            }

            var rows = await Page(context, query, span).ToListAsync(cancellationToken);
            if (rows.Count > query.Limit)
            {
                rows.RemoveAt(query.Limit);
                return new LedgerPage(rows.ConvertAll(row => row.ToLedgerRow()), rows[^1].Sequence);
            }

            var more = span.IsCut && await context.Requests.AnyAsync(row => row.Sequence < span.First, cancellationToken);
            return new LedgerPage(rows.ConvertAll(row => row.ToLedgerRow()), more ? span.First : null);
        });
    }

    public async Task<LedgerRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(context => context.Requests.SingleOrDefaultAsync(request => request.Id == id, cancellationToken));
        return row?.ToLedgerRow();
    }

    /// <summary>The last served first. May return a few more than asked: all that share the last one's millisecond.</summary>
    public async Task<IReadOnlyList<LineageSummary>> ListLineagesAsync(
        string? session, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(async context =>
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

    /// <summary>What each client spent on each day (UTC) of the hours that the span touches.</summary>
    public IReadOnlyList<DaySpending> ListSpending(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => database.Read(
        $"""
        SELECT client, hour / {DaySpending.DayMilliseconds} AS day, SUM(cost_nanodollars) FROM hours
        WHERE hour >= {HourRow.HourOf(from)} AND hour < {to.ToUnixTimeMilliseconds()} GROUP BY client, day
        """,
        row => new DaySpending(
            row.GetString(0),
            DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1) * DaySpending.DayMilliseconds).UtcDateTime),
            row.GetInt64(2)),
        cancellationToken);

    /// <summary>Totals of all whole hours (UTC) that the span touches, by hour and key, oldest first.</summary>
    public async Task<IReadOnlyList<KeyHourTotals>> ListKeyHoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sums = await database.ReadAsync(context => Hours(context, from, to)
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

    /// <summary>The sums of the requests that arrived in the span by minute and key, in no order.</summary>
    /// <param name="most">How many requests, the latest.</param>
    public IReadOnlyList<KeyMinuteTotals> ListKeyMinutes(DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken) => database.Read(
        KeyMinutes(from, to, most),
        row => new KeyMinuteTotals(
            DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0) * 60),
            row.IsDBNull(1) ? null : row.GetString(1),
            new(
                row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                new Usage(row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12)),
                row.GetInt64(13))),
        cancellationToken);

    // What LedgerTotals.Of says of one row.
    internal static FormattableString KeyMinutes(DateTimeOffset from, DateTimeOffset to, int most) =>
        $"""
        SELECT at / 60000 AS minute, key, COUNT(*),
            SUM(end_state NOT IN ({nameof(EndState.Complete)}, {nameof(EndState.ClientCancelled)})), SUM(end_state = {nameof(EndState.ClientCancelled)}),
            SUM(iif(status >= 200 AND status < 400, (SELECT COUNT(*) FROM json_each(attempts) WHERE value ->> 'status' = 429), 0)),
            SUM(instr(',' || decision || ',', ',migrated,') > 0), SUM(wait_milliseconds > 0),
            SUM(COALESCE(input, 0)), SUM(COALESCE(cache_write5m, 0)), SUM(COALESCE(cache_write1h, 0)), SUM(COALESCE(cache_read, 0)), SUM(COALESCE(output, 0)),
            SUM(cost_nanodollars)
        FROM (SELECT * FROM requests WHERE at >= {from.ToUnixTimeMilliseconds()} AND at < {to.ToUnixTimeMilliseconds()} ORDER BY at DESC LIMIT {most})
        GROUP BY minute, key
        """;

    /// <summary>One row more than the page holds, if there is one: it says whether another page follows.</summary>
    internal static IQueryable<RequestRow> Page(StoreContext context, LedgerQuery query, PageSpan span) =>
        Matching(context, query, span).OrderByDescending(row => row.Sequence).Take(query.Limit + 1);

    // Filter by filter, not "parameter is null or ...": SQLite would plan that as a walk through the whole table.
    private static IQueryable<RequestRow> Matching(StoreContext context, LedgerQuery query, PageSpan span)
    {
        IQueryable<RequestRow> rows = context.Requests;
        rows = span.First is var first and > 0 ? rows.Where(row => row.Sequence >= first) : rows;
        rows = span.End is { } end ? rows.Where(row => row.Sequence < end) : rows;
        rows = query.Session is { } session ? rows.Where(row => row.Session == session) : rows;
        rows = query.Lineage is { } lineage ? rows.Where(row => row.Lineage == lineage) : rows;
        rows = query.Key is { } key ? rows.Where(row => row.Key == key) : rows;
        rows = query.Client is { } client ? rows.Where(row => row.Client == client) : rows;
        rows = query.Model is { } model ? rows.Where(row => row.Model == model) : rows;
        rows = query.Organization is { } organization ? rows.Where(row => row.Organization == organization) : rows;
        rows = query.Decision is { } word ? rows.Where(row => ("," + row.Decision + ",").Contains("," + word + ",")) : rows;
        rows = query.End?.ToString() is { } state ? rows.Where(row => row.EndState == state) : rows;
        rows = query.Miss?.ToString() is { } cause ? rows.Where(row => row.Miss == cause) : rows;
        rows = query.From?.ToUnixTimeMilliseconds() is { } from ? rows.Where(row => row.At >= from) : rows;
        return query.To?.ToUnixTimeMilliseconds() is { } to ? rows.Where(row => row.At < to) : rows;
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
