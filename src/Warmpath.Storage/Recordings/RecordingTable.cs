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
    public void Add(IReadOnlyCollection<RecordedRequest> requests, IReadOnlyCollection<RecordedBlock> blocks, DateTimeOffset now) => database.Use(
        connection =>
        {
            using var insertBlock = new PreparedInsert<BlockRow>(connection, "recorded_blocks", BlockRow.Merge);
            using var insertRequest = new PreparedInsert<RecordingRow>(connection, "recordings", "");
            using var transaction = connection.BeginTransaction();
            foreach (var block in blocks)
            {
                insertBlock.Execute(BlockRow.From(block, now));
            }

            foreach (var request in requests)
            {
                insertRequest.Execute(RecordingRow.From(request));
            }

            transaction.Commit();
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
        var seen = SeenSince(from);
        await database.UseAsync(async context =>
        {
            var blocks = new Dictionary<UInt128, RecordedBlock>();
            await foreach (var row in context.RecordedBlocks.AsNoTracking().Where(row => row.SeenAt >= seen).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                blocks[WarmthBytes.ToDigest(row.Digest)] = row.ToBlock();
            }

            var rows = context.Recordings.Where(row => row.ArrivedAt >= first && row.ArrivedAt < end && row.Sequence <= through)
                .OrderBy(row => row.ArrivedAt).ThenBy(row => row.Sequence).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var request = row.ToRequest();
                if (Prompt(request.Tip, blocks) is { } prompt)
                {
                    await read(request, prompt);
                }
            }

            return true;
        });
    }

    /// <summary>Of the requests that arrived in [<paramref name="from"/>, <paramref name="to"/>) the last ones, in the order of arrival, each with its prompt.</summary>
    /// <param name="most">How many, or a few more that came within one millisecond.</param>
    public async Task ReadLastAsync(
        DateTimeOffset from, DateTimeOffset to, int most, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken)
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var oldest = await database.UseAsync(context => context.Recordings.Where(row => row.ArrivedAt >= first && row.ArrivedAt < end)
            .OrderByDescending(row => row.ArrivedAt).Skip(most - 1).Select(row => (long?)row.ArrivedAt).FirstOrDefaultAsync(cancellationToken));
        await ReadAsync(oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : from, to, long.MaxValue, read, cancellationToken);
    }

    /// <summary>Forgets requests that arrived before the moment, and blocks that no younger one holds.</summary>
    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = before.ToUnixTimeMilliseconds();
        await DeleteAsync(
            $"DELETE FROM recordings WHERE sequence IN (SELECT sequence FROM recordings WHERE arrived_at < {end} LIMIT {ChunkRows})", cancellationToken);

        var blocksEnd = SeenSince(before);
        await DeleteAsync(
            $"DELETE FROM recorded_blocks WHERE digest IN (SELECT digest FROM recorded_blocks WHERE seen_at < {blocksEnd} LIMIT {ChunkRows})", cancellationToken);
    }

    // What a prompt since the moment holds says so: a block may have been seen a day later than it says.
    private static long SeenSince(DateTimeOffset moment) => moment.AddDays(-1).ToUnixTimeMilliseconds();

    /// <summary>From its first block on; null when a part of it is gone.</summary>
    private static List<RecordedBlock>? Prompt(UInt128 tip, Dictionary<UInt128, RecordedBlock> blocks)
    {
        var prompt = new List<RecordedBlock>();
        for (UInt128? next = tip; next is { } digest; next = prompt[^1].Before)
        {
            if (!blocks.TryGetValue(digest, out var block))
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
