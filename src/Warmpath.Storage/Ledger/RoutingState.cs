using Microsoft.EntityFrameworkCore;
using Warmpath.Routing;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Reads back what routing must know after a restart: homes and the entries that may still be warm.</summary>
internal sealed class RoutingState(StoreDatabase database)
{
    /// <summary>Most rows read of either kind, the latest: a start must not take longer the busier the gateway was.</summary>
    public const int MostRows = 20_000;

    private static readonly TimeSpan HomesLast = TimeSpan.FromHours(24);

    /// <summary>Oldest first. An entry whose lifetime is over at <paramref name="now"/> is left out.</summary>
    public async Task<(IReadOnlyList<LineageRecord> Lineages, IReadOnlyList<(KeyId Key, WarmTouch Touch)> Warmth)> ReadAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (homes, touched) = await database.UseAsync(async context => (
            await Homes(context, now).ToListAsync(cancellationToken),
            await Touched(context, now).ToListAsync(cancellationToken)));
        homes.Reverse();
        touched.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));

        var warmth = new List<(KeyId, WarmTouch)>(touched.Count);
        foreach (var (_, key, touches) in touched)
        {
            foreach (var touch in WarmthBytes.ToTouches(touches))
            {
                // One from the future was touched before the clock was set back: nobody knows when.
                if (touch.At <= now && touch.At + touch.Lifetime.Duration() > now)
                {
                    warmth.Add((new(key), touch));
                }
            }
        }

        return (homes.ConvertAll(home => home.ToRecord()), warmth);
    }

    internal static IQueryable<HomeRow> Homes(StoreContext context, DateTimeOffset now)
    {
        var since = (now - HomesLast).ToUnixTimeMilliseconds();
        return context.Lineages
            .Where(lineage => lineage.LastAt >= since && lineage.Key != null && lineage.Tip != null)
            .OrderByDescending(lineage => lineage.LastAt)
            .Take(MostRows)
            .Select(lineage => new HomeRow(lineage.Lineage, lineage.Key!, lineage.Tip!, lineage.ServedAt ?? lineage.LastAt));
    }

    internal static IQueryable<TouchedRow> Touched(StoreContext context, DateTimeOffset now)
    {
        var since = (now - CacheLifetime.OneHour.Duration()).ToUnixTimeMilliseconds(); // no entry lives longer
        return context.Requests
            .Where(row => row.At >= since && row.Key != null && row.Touches != null)
            .OrderByDescending(row => row.At)
            .Take(MostRows)
            .Select(row => new TouchedRow(row.Sequence, row.Key!, row.Touches!));
    }

    internal sealed record HomeRow(string Lineage, string Key, byte[] Tip, long ServedAt)
    {
        public LineageRecord ToRecord() => new(Lineage, new KeyId(Key), WarmthBytes.ToDigest(Tip), DateTimeOffset.FromUnixTimeMilliseconds(ServedAt));
    }

    internal sealed record TouchedRow(long Sequence, string Key, byte[] Touches);
}
