using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Recordings;

/// <summary>A <see cref="RecordedBlock"/> in the database.</summary>
internal sealed class BlockRow
{
    public required byte[] Digest { get; init; }

    public byte[]? Before { get; init; }

    public required long PrefixTokens { get; init; }

    public required bool IsCounted { get; init; }

    /// <summary>When a prompt that holds it was last recorded; never more than a day behind.</summary>
    public required long SeenAt { get; init; }

    /// <summary>A count stands against an estimate.</summary>
    public const string Merge = """
        ON CONFLICT (digest) DO UPDATE SET
            prefix_tokens = CASE WHEN excluded.is_counted >= recorded_blocks.is_counted THEN excluded.prefix_tokens ELSE recorded_blocks.prefix_tokens END,
            is_counted = MAX(recorded_blocks.is_counted, excluded.is_counted),
            seen_at = MAX(recorded_blocks.seen_at, excluded.seen_at)
        """;

    public static BlockRow From(RecordedBlock block, DateTimeOffset now) => new()
    {
        Digest = WarmthBytes.OfDigest(block.Digest),
        Before = block.Before is { } before ? WarmthBytes.OfDigest(before) : null,
        PrefixTokens = block.PrefixTokens,
        IsCounted = block.IsCounted,
        SeenAt = now.ToUnixTimeMilliseconds(),
    };
}
