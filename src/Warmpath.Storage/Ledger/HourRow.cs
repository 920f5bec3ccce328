namespace Warmpath.Storage.Ledger;

/// <summary>Sums of one hour, client, key and model in the database, so that totals over a million rows are read from a few.</summary>
internal sealed class HourRow
{
    private const long HourMilliseconds = 3_600_000;

    /// <summary>Its start.</summary>
    public required long Hour { get; init; }

    public required string Client { get; init; }

    /// <summary>Empty when no key answered: a part of a primary key cannot be null.</summary>
    public required string Key { get; init; }

    /// <summary>Empty when the request named none.</summary>
    public required string Model { get; init; }

    public required long Requests { get; init; }

    public required long Errors { get; init; }

    public required long Cancelled { get; init; }

    public required long RateLimitsAbsorbed { get; init; }

    public required long Moves { get; init; }

    public required long Waits { get; init; }

    public required long Input { get; init; }

    public required long CacheWrite5m { get; init; }

    public required long CacheWrite1h { get; init; }

    public required long CacheRead { get; init; }

    public required long Output { get; init; }

    public required long CostNanodollars { get; init; }

    public const string Merge = """
        ON CONFLICT (hour, client, key, model) DO UPDATE SET
            requests = hours.requests + excluded.requests,
            errors = hours.errors + excluded.errors,
            cancelled = hours.cancelled + excluded.cancelled,
            rate_limits_absorbed = hours.rate_limits_absorbed + excluded.rate_limits_absorbed,
            moves = hours.moves + excluded.moves,
            waits = hours.waits + excluded.waits,
            input = hours.input + excluded.input,
            cache_write5m = hours.cache_write5m + excluded.cache_write5m,
            cache_write1h = hours.cache_write1h + excluded.cache_write1h,
            cache_read = hours.cache_read + excluded.cache_read,
            output = hours.output + excluded.output,
            cost_nanodollars = hours.cost_nanodollars + excluded.cost_nanodollars
        """;

    /// <summary>The start of the hour that the moment lies in.</summary>
    public static long HourOf(DateTimeOffset moment)
    {
        var milliseconds = moment.ToUnixTimeMilliseconds();
        return milliseconds - (milliseconds % HourMilliseconds);
    }

    public static HourRow From(long hour, string client, string key, string model, LedgerTotals totals) => new()
    {
        Hour = hour,
        Client = client,
        Key = key,
        Model = model,
        Requests = totals.Requests,
        Errors = totals.Errors,
        Cancelled = totals.Cancelled,
        RateLimitsAbsorbed = totals.RateLimitsAbsorbed,
        Moves = totals.Moves,
        Waits = totals.Waits,
        Input = totals.Tokens.Input,
        CacheWrite5m = totals.Tokens.CacheWrite5m,
        CacheWrite1h = totals.Tokens.CacheWrite1h,
        CacheRead = totals.Tokens.CacheRead,
        Output = totals.Tokens.Output,
        CostNanodollars = totals.CostNanodollars,
    };
}
