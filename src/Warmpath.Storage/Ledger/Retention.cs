using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Forgets what is older than people want to keep, a little at a time, so that answers do not wait for it.</summary>
internal sealed class Retention(StoreDatabase database)
{
    /// <summary>Some 10 ms of holding the database's one write lock.</summary>
    public const int ChunkRows = 1000;

    // The ledger's writer polls for the lock: without a pause it could find it taken each time.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    // What clients have spent of a month's budget is summed from hours at every start.
    private static readonly TimeSpan LongestBudget = TimeSpan.FromDays(31);

    /// <summary>Rows of requests, lineages last served, events and ends of what was made before the moment, and hours a month before it.</summary>
    /// <returns>How many rows of requests.</returns>
    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = before.ToUnixTimeMilliseconds();
        var wholeHours = HourRow.HourOf(before - LongestBudget); // hours that lie before the moment to their end
        var wholeCounterfactualHours = HourRow.HourOf(before);
        var requests = await DeleteAsync(
            $"DELETE FROM requests WHERE sequence IN (SELECT sequence FROM requests WHERE at < {end} LIMIT {ChunkRows})", cancellationToken);
        await DeleteAsync(
            $"DELETE FROM lineages WHERE lineage IN (SELECT lineage FROM lineages WHERE last_at < {end} LIMIT {ChunkRows})", cancellationToken);
        await DeleteAsync($"DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at < {end} LIMIT {ChunkRows})", cancellationToken);
        await DeleteAsync($"DELETE FROM made_ids WHERE id IN (SELECT id FROM made_ids WHERE until < {end} LIMIT {ChunkRows})", cancellationToken);
        database.Execute($"DELETE FROM hours WHERE hour < {wholeHours}", Durability.Kill);
        database.Execute($"DELETE FROM counterfactual_hours WHERE hour < {wholeCounterfactualHours}", Durability.Kill);
        return requests;
    }

    private async Task<int> DeleteAsync(FormattableString chunk, CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            var deleted = database.Execute(chunk, Durability.Kill);
            total += deleted;
            if (deleted < ChunkRows)
            {
                return total;
            }

            await Task.Delay(Breath, cancellationToken);
        }
    }
}
