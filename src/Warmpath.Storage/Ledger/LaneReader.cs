using Microsoft.EntityFrameworkCore;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Reads what the picture of lineages over time shows: bounded, newest first, each part from an index.</summary>
internal sealed class LaneReader(StoreDatabase database)
{
    public Task<Lanes> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, string? session, int mostLineages, int mostRequests, CancellationToken cancellationToken) =>
        database.ReadAsync(async context =>
        {
            var lineages = await Lineages(context, from, to, session).Take(mostLineages + 1).ToListAsync(cancellationToken);
            var requests = await Requests(context, from, to, session)
                .Take(mostRequests + 1)
                .Select(row => new
                {
                    row.Id, row.At, row.Lineage, row.KeyName, row.Organization, row.Decision, row.Reason, row.WaitMilliseconds, row.DurationMilliseconds,
                    row.EndState, row.Input, row.CacheWrite5m, row.CacheWrite1h, row.CacheRead, row.Output, row.Miss, row.MissedTokens,
                })
                .ToListAsync(cancellationToken);
            return new Lanes(
                [.. lineages.Take(mostLineages).Select(row => row.ToSummary())],
                [
                    .. requests.Take(mostRequests).Select(row => new LaneRequest(
                        row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Lineage!, row.KeyName, row.Organization, row.Decision, // the query asks for one
                        row.Reason, row.WaitMilliseconds, row.DurationMilliseconds, Enum.Parse<EndState>(row.EndState),
                        row.Input is { } input ? new Usage(input, row.CacheWrite5m ?? 0, row.CacheWrite1h ?? 0, row.CacheRead ?? 0, row.Output ?? 0) : null,
                        row.Miss is null ? null : new Miss(Enum.Parse<MissCause>(row.Miss), row.MissedTokens ?? 0))),
                ],
                lineages.Count > mostLineages,
                requests.Count > mostRequests);
        });

    internal static IQueryable<LineageRow> Lineages(StoreContext context, DateTimeOffset from, DateTimeOffset to, string? session)
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        IQueryable<LineageRow> rows = context.Lineages;
        rows = session is null ? rows : rows.Where(lineage => lineage.Session == session);
        return rows.Where(lineage => lineage.LastAt >= first && lineage.FirstAt < end).OrderByDescending(lineage => lineage.LastAt);
    }

    internal static IQueryable<RequestRow> Requests(StoreContext context, DateTimeOffset from, DateTimeOffset to, string? session)
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var rows = context.Requests.Where(row => row.At >= first && row.At < end && row.Lineage != null);
        return session is null
            ? rows.OrderByDescending(row => row.At)
            : rows.Where(row => row.Session == session).OrderByDescending(row => row.Sequence);
    }
}
