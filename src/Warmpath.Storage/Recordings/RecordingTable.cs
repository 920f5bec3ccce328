using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Recordings;

/// <summary>The shape of the traffic, kept for replay.</summary>
internal sealed class RecordingTable(StoreDatabase database)
{
    /// <summary>Deleted at once; between two such pieces others get the database's one write lock.</summary>
    private const int ChunkRows = 1000;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>All of them or none.</summary>
    /// <param name="blocks">Of the requests' prompts, those that are new, better counted, or were not seen for a day.</param>
    public Task AddAsync(
        IReadOnlyCollection<RecordedRequest> requests, IReadOnlyCollection<RecordedBlock> blocks, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.UseAsync(
            async context =>
            {
                await context.Database.OpenConnectionAsync(cancellationToken);
                using var insertBlock = new PreparedInsert<BlockRow>(context, BlockRow.Merge);
                using var insertRequest = new PreparedInsert<RecordingRow>(context, "");
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                foreach (var block in blocks)
                {
                    insertBlock.Execute(BlockRow.From(block, now));
                }

                foreach (var request in requests)
                {
                    insertRequest.Execute(RecordingRow.From(request));
                }

                await transaction.CommitAsync(cancellationToken);
                return requests.Count;
            },
            Durability.Kill);

    /// <summary>How far it goes now: what is recorded later has a higher number. 0 while it is empty.</summary>
    public Task<long> LastAsync(CancellationToken cancellationToken) =>
        database.UseAsync(async context => await context.Recordings.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0);

    /// <summary>Requests that arrived in [<paramref name="from"/>, <paramref name="to"/>), in the order of arrival, each with its prompt.</summary>
    /// <param name="through">What <see cref="LastAsync"/> said: two readings with the same number see the same requests.</param>
    public async Task ReadAsync(
        DateTimeOffset from, DateTimeOffset to, long through, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken)
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        await database.UseAsync(async context =>
        {
            var blocks = new Dictionary<UInt128, RecordedBlock>();
            var rows = context.Recordings.Where(row => row.ArrivedAt >= first && row.ArrivedAt < end && row.Sequence <= through)
                .OrderBy(row => row.ArrivedAt).ThenBy(row => row.Sequence).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var request = row.ToRequest();
                if (await PromptAsync(request.Tip, blocks, cancellationToken) is { } prompt)
                {
                    await read(request, prompt);
                }
            }

            return true;
        });
    }

    /// <summary>Forgets requests that arrived before the moment, and blocks that no younger one holds.</summary>
    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = before.ToUnixTimeMilliseconds();
        await DeleteAsync(
            $"DELETE FROM recordings WHERE sequence IN (SELECT sequence FROM recordings WHERE arrived_at < {end} LIMIT {ChunkRows})", cancellationToken);

        // A block may have been seen a day later than it says.
        var blocksEnd = before.AddDays(-1).ToUnixTimeMilliseconds();
        await DeleteAsync(
            $"DELETE FROM recorded_blocks WHERE digest IN (SELECT digest FROM recorded_blocks WHERE seen_at < {blocksEnd} LIMIT {ChunkRows})", cancellationToken);
    }

    /// <summary>From its first block on; null when a part of it is gone.</summary>
    private async Task<List<RecordedBlock>?> PromptAsync(UInt128 tip, Dictionary<UInt128, RecordedBlock> known, CancellationToken cancellationToken)
    {
        if (!known.ContainsKey(tip))
        {
            var digest = WarmthBytes.OfDigest(tip);
            var rows = await database.UseAsync(context => context.RecordedBlocks.FromSql($"""
                WITH RECURSIVE prompt AS (
                    SELECT * FROM recorded_blocks WHERE digest = {digest}
                    UNION ALL
                    SELECT block.* FROM recorded_blocks block JOIN prompt ON block.digest = prompt.before)
                SELECT * FROM prompt
                """).ToListAsync(cancellationToken));
            foreach (var row in rows)
            {
                var block = row.ToBlock();
                known[block.Digest] = block;
            }
        }

        var prompt = new List<RecordedBlock>();
        for (UInt128? next = tip; next is { } digest; next = prompt[^1].Before)
        {
            if (!known.TryGetValue(digest, out var block))
            {
                return null;
            }

            prompt.Add(block);
        }

        prompt.Reverse();
        return prompt;
    }

    private async Task DeleteAsync(FormattableString chunk, CancellationToken cancellationToken)
    {
        while (await database.UseAsync(context => context.Database.ExecuteSqlAsync(chunk, cancellationToken), Durability.Kill) == ChunkRows)
        {
            await Task.Delay(Breath, cancellationToken);
        }
    }
}
