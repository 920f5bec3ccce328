using Warmpath.Storage.Ledger;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Recordings;

/// <summary>The shape of the traffic, kept for replay: what is read and forgotten of it. The ledger's writer adds to it.</summary>
internal sealed class RecordingTable(StoreDatabase database)
{
    /// <summary>Deleted at once; between two such pieces others get the database's one write lock.</summary>
    private const int ChunkRows = 1000;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>How far it goes now: what is recorded later has a higher number. 0 while it is empty.</summary>
    public long Last(CancellationToken cancellationToken) =>
        database.Read($"SELECT COALESCE(MAX(sequence), 0) FROM recordings", row => row.GetInt64(0), cancellationToken).Single();

    /// <summary>Requests that arrived in [<paramref name="from"/>, <paramref name="to"/>), in the order of arrival, each with its prompt.</summary>
    /// <param name="through">What <see cref="Last"/> said: two readings with the same number see the same requests.</param>
    public Task ReadAsync(
        DateTimeOffset from, DateTimeOffset to, long through, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken)
    {
        var blocks = database.Read(
            $"SELECT digest, before, prefix_tokens, is_counted FROM recorded_blocks WHERE seen_at >= {SeenSince(from)}",
            row => new RecordedBlock(
                WarmthBytes.ToDigest(row.GetFieldValue<byte[]>(0)),
                row.IsDBNull(1) ? null : WarmthBytes.ToDigest(row.GetFieldValue<byte[]>(1)),
                row.GetInt32(2),
                row.GetBoolean(3)),
            cancellationToken).ToDictionary(block => block.Digest);
        return database.ReadAsync(
            $"""
            SELECT id, client, session, agent, parent_agent, lineage, model, arrived_at, sent_at, began_at, ended_at, key, tip, markers, output_tokens
            FROM recordings
            WHERE arrived_at >= {from.ToUnixTimeMilliseconds()} AND arrived_at < {to.ToUnixTimeMilliseconds()} AND sequence <= {through}
            ORDER BY arrived_at, sequence
            """,
            async row =>
            {
                var request = RecordingRow.Read(row).ToRequest();
                if (Prompt(request.Tip, blocks) is { } prompt)
                {
                    await read(request, prompt);
                }
            },
            cancellationToken);
    }

    /// <summary>Of the requests that arrived in [<paramref name="from"/>, <paramref name="to"/>) the last ones, in the order of arrival, each with its prompt.</summary>
    /// <param name="most">How many, or a few more that came within one millisecond.</param>
    public Task ReadLastAsync(
        DateTimeOffset from, DateTimeOffset to, int most, Func<RecordedRequest, IReadOnlyList<RecordedBlock>, Task> read, CancellationToken cancellationToken)
    {
        var oldest = database.Read(
            $"""
            SELECT arrived_at FROM recordings WHERE arrived_at >= {from.ToUnixTimeMilliseconds()} AND arrived_at < {to.ToUnixTimeMilliseconds()}
            ORDER BY arrived_at DESC LIMIT 1 OFFSET {most - 1}
            """,
            row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
            cancellationToken);
        return ReadAsync(oldest is [var at] ? at : from, to, long.MaxValue, read, cancellationToken);
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
        while (database.Execute(chunk, Durability.Kill) == ChunkRows)
        {
            await Task.Delay(Breath, cancellationToken);
        }
    }
}
