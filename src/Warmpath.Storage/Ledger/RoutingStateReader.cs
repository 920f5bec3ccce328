using Warmpath.Routing;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Reads back what routing must know after a restart: homes and the entries that may still be warm.</summary>
internal sealed class RoutingStateReader(StoreDatabase database)
{
    /// <summary>Most rows read of either kind, the latest: a start must not take longer the busier the gateway was.</summary>
    public const int MostRows = 20_000;

    private static readonly TimeSpan HomesLast = TimeSpan.FromHours(24);

    /// <summary>Oldest first. An entry whose lifetime is over at <paramref name="now"/> is left out.</summary>
    public (IReadOnlyList<LineageRecord> Lineages, IReadOnlyList<(KeyId Key, WarmTouch Touch)> Warmth) Read(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var homes = database.Read(
            Homes(now),
            row => new LineageRecord(
                row.GetString(0),
                new KeyId(row.GetString(1)),
                WarmthBytes.ToDigest(row.GetFieldValue<byte[]>(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
            cancellationToken);
        var touched = database.Read(
            Touched(now), row => new TouchedRow(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)), cancellationToken);
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

        return (homes, warmth);
    }

    internal static FormattableString Homes(DateTimeOffset now) => $"""
        SELECT lineage, key, tip, COALESCE(served_at, last_at) FROM lineages
        WHERE last_at >= {(now - HomesLast).ToUnixTimeMilliseconds()} AND key IS NOT NULL AND tip IS NOT NULL ORDER BY last_at DESC LIMIT {MostRows}
        """;

    // No entry lives longer than an hour.
    internal static FormattableString Touched(DateTimeOffset now) => $"""
        SELECT sequence, key, touches FROM requests
        WHERE at >= {(now - CacheLifetime.OneHour.Duration()).ToUnixTimeMilliseconds()} AND key IS NOT NULL AND touches IS NOT NULL
        ORDER BY at DESC LIMIT {MostRows}
        """;

    private sealed record TouchedRow(long Sequence, string Key, byte[] Touches);
}
