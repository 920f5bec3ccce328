using Warmpath.Routing.Misses;

namespace Warmpath.Storage.Ledger;

/// <summary>A lineage in the database: its sums, and its home as the last request that carried a cache left it.</summary>
internal sealed class LineageRow
{
    public required string Lineage { get; init; }

    public required string Client { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Model { get; init; }

    // The home: these six change together, or not at all.
    public string? Key { get; init; }

    public string? KeyName { get; init; }

    public string? Organization { get; init; }

    public string? Workspace { get; init; }

    public byte[]? Tip { get; init; }

    public long? ServedAt { get; init; }

    public required long FirstAt { get; init; }

    public required long LastAt { get; init; }

    public required long Requests { get; init; }

    public required long Hits { get; init; }

    public required long Misses { get; init; }

    public required long MissedTokens { get; init; }

    /// <summary>Name of the <see cref="MissCause"/>.</summary>
    public string? LastMissCause { get; init; }

    public required long Moves { get; init; }

    public required long Input { get; init; }

    public required long CacheWrite { get; init; }

    public required long CacheRead { get; init; }

    public required long Output { get; init; }

    public required long CostNanodollars { get; init; }

    public string? LastMoveReason { get; init; }

    /// <summary>How the row of one request joins the lineage's row: sums add up, and the last word on the home is the last written.</summary>
    public const string Merge = """
        ON CONFLICT (lineage) DO UPDATE SET
            model = COALESCE(excluded.model, lineages.model),
            key = CASE WHEN excluded.key IS NULL THEN lineages.key ELSE excluded.key END,
            key_name = CASE WHEN excluded.key IS NULL THEN lineages.key_name ELSE excluded.key_name END,
            organization = CASE WHEN excluded.key IS NULL THEN lineages.organization ELSE excluded.organization END,
            workspace = CASE WHEN excluded.key IS NULL THEN lineages.workspace ELSE excluded.workspace END,
            tip = CASE WHEN excluded.key IS NULL THEN lineages.tip ELSE excluded.tip END,
            served_at = CASE WHEN excluded.key IS NULL THEN lineages.served_at ELSE excluded.served_at END,
            first_at = CASE WHEN excluded.first_at < lineages.first_at THEN excluded.first_at ELSE lineages.first_at END,
            last_at = CASE WHEN excluded.last_at > lineages.last_at THEN excluded.last_at ELSE lineages.last_at END,
            requests = lineages.requests + excluded.requests,
            hits = lineages.hits + excluded.hits,
            misses = lineages.misses + excluded.misses,
            missed_tokens = lineages.missed_tokens + excluded.missed_tokens,
            last_miss_cause = COALESCE(excluded.last_miss_cause, lineages.last_miss_cause),
            moves = lineages.moves + excluded.moves,
            input = lineages.input + excluded.input,
            cache_write = lineages.cache_write + excluded.cache_write,
            cache_read = lineages.cache_read + excluded.cache_read,
            output = lineages.output + excluded.output,
            cost_nanodollars = lineages.cost_nanodollars + excluded.cost_nanodollars,
            last_move_reason = COALESCE(excluded.last_move_reason, lineages.last_move_reason)
        """;

    /// <summary>The part of one request; null when it belongs to no lineage.</summary>
    public static LineageRow? From(LedgerRow row)
    {
        if (row.Lineage is null)
        {
            return null;
        }

        var at = row.At.ToUnixTimeMilliseconds();
        var served = LedgerFacts.IsServedAtHome(row);
        var moved = LedgerFacts.IsMove(row.Decision);
        var missed = LedgerFacts.Lost(row);
        var usage = row.Usage ?? default;
        return new()
        {
            Lineage = row.Lineage,
            Client = row.Client,
            Session = row.Session,
            Agent = row.Agent,
            Model = row.Model,
            Key = served ? row.Key : null,
            KeyName = served ? row.KeyName : null,
            Organization = served ? row.Organization : null,
            Workspace = served ? row.Workspace : null,
            Tip = served ? WarmthBytes.OfDigest(row.Tip!.Value) : null, // served says that there is one
            ServedAt = served ? at : null,
            FirstAt = at,
            LastAt = at,
            Requests = 1,
            Hits = LedgerFacts.IsHit(row) ? 1 : 0,
            Misses = missed is null ? 0 : 1,
            MissedTokens = missed?.Tokens ?? 0,
            LastMissCause = missed?.Cause.ToString(),
            Moves = moved ? 1 : 0,
            Input = usage.Input,
            CacheWrite = usage.CacheWrite,
            CacheRead = usage.CacheRead,
            Output = usage.Output,
            CostNanodollars = row.CostNanodollars,
            LastMoveReason = moved ? row.Reason : null,
        };
    }

    public LineageSummary ToSummary() => new(
        Lineage,
        Client,
        Session,
        Agent,
        Model,
        Key,
        KeyName,
        Organization,
        Workspace,
        DateTimeOffset.FromUnixTimeMilliseconds(FirstAt),
        DateTimeOffset.FromUnixTimeMilliseconds(LastAt),
        Requests,
        Hits,
        Misses,
        MissedTokens,
        LastMissCause is null ? null : Enum.Parse<MissCause>(LastMissCause),
        Moves,
        Input,
        CacheWrite,
        CacheRead,
        Output,
        CostNanodollars,
        LastMoveReason);
}
