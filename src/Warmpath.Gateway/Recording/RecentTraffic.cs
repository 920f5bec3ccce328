using System.Runtime.InteropServices;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Recording;

/// <summary>The sums of the last hour by minute and key, in memory: what moves on the first screen. Thread-safe.</summary>
/// <remarks>A request counts in the minute of its arrival, once it has ended.</remarks>
public sealed class RecentTraffic(TimeProvider time)
{
    /// <summary>How far back it reaches.</summary>
    public const int Minutes = 60;

    // After a restart: as much of the last hour as is read in a moment.
    private const int MostRowsLoaded = 5000;

    private readonly Lock _lock = new();
    private readonly long[] _minutes = new long[Minutes];
    private readonly Dictionary<string, LedgerTotals>[] _sums = [.. Enumerable.Range(0, Minutes).Select(_ => new Dictionary<string, LedgerTotals>())];

    /// <summary>Takes over what the ledger knows of the hour before the start, at most 5,000 requests of it. Call once, at any time.</summary>
    /// <param name="started">Requests that arrived since then are added by others.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task LoadAsync(WarmpathStore store, DateTimeOffset started, CancellationToken cancellationToken)
    {
        foreach (var sum in await store.ListKeyMinutesAsync(started.AddMinutes(-Minutes), started, MostRowsLoaded, cancellationToken))
        {
            Add(MinuteOf(sum.Minute), sum.Key, sum.Totals);
        }
    }

    public void Add(LedgerRow row) => Add(MinuteOf(row.At), row.Key, LedgerTotals.Of(row));

    /// <summary>Sixty minutes, oldest first, the one under way last.</summary>
    public IReadOnlyList<Minute> Read()
    {
        var now = MinuteOf(time.GetUtcNow());
        lock (_lock)
        {
            return [.. Enumerable.Range(0, Minutes).Select(back => now - Minutes + 1 + back).Select(minute => new Minute(
                DateTimeOffset.FromUnixTimeSeconds(minute * 60),
                _minutes[minute % Minutes] == minute ? [.. _sums[minute % Minutes]] : []))];
        }
    }

    private void Add(long minute, string? key, LedgerTotals totals)
    {
        lock (_lock)
        {
            var place = (int)(minute % Minutes);
            if (minute < _minutes[place])
            {
                return; // over an hour old
            }

            if (minute > _minutes[place])
            {
                _minutes[place] = minute;
                _sums[place].Clear();
            }

            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums[place], key ?? "", out _);
            sum += totals;
        }
    }

    private static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    /// <param name="At">UTC, its start.</param>
    /// <param name="ByKey">By the key's id, empty for requests that no key answered.</param>
    public sealed record Minute(DateTimeOffset At, IReadOnlyList<KeyValuePair<string, LedgerTotals>> ByKey);
}
