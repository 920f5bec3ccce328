using Warmpath.Routing;

namespace Warmpath.Storage.Ledger;

/// <summary>Sums of one hour under one way of routing, in the database.</summary>
internal sealed class CounterfactualRow
{
    /// <summary>Its start.</summary>
    public required long Hour { get; init; }

    public required string Way { get; init; }

    public required long Requests { get; init; }

    public required long Input { get; init; }

    public required long CacheWrite5m { get; init; }

    public required long CacheWrite1h { get; init; }

    public required long CacheRead { get; init; }

    public required long Output { get; init; }

    public required long CostNanodollars { get; init; }

    public required long Stalls { get; init; }

    public required long StalledMilliseconds { get; init; }

    public const string Merge = """
        ON CONFLICT (hour, way) DO UPDATE SET
            requests = counterfactual_hours.requests + excluded.requests,
            input = counterfactual_hours.input + excluded.input,
            cache_write5m = counterfactual_hours.cache_write5m + excluded.cache_write5m,
            cache_write1h = counterfactual_hours.cache_write1h + excluded.cache_write1h,
            cache_read = counterfactual_hours.cache_read + excluded.cache_read,
            output = counterfactual_hours.output + excluded.output,
            cost_nanodollars = counterfactual_hours.cost_nanodollars + excluded.cost_nanodollars,
            stalls = counterfactual_hours.stalls + excluded.stalls,
            stalled_milliseconds = counterfactual_hours.stalled_milliseconds + excluded.stalled_milliseconds
        """;

    public static CounterfactualRow From(CounterfactualHour hour) => new()
    {
        Hour = HourRow.HourOf(hour.Hour),
        Way = hour.Way,
        Requests = hour.Totals.Requests,
        Input = hour.Totals.Tokens.Input,
        CacheWrite5m = hour.Totals.Tokens.CacheWrite5m,
        CacheWrite1h = hour.Totals.Tokens.CacheWrite1h,
        CacheRead = hour.Totals.Tokens.CacheRead,
        Output = hour.Totals.Tokens.Output,
        CostNanodollars = hour.Totals.CostNanodollars,
        Stalls = hour.Totals.Stalls,
        StalledMilliseconds = hour.Totals.StalledMilliseconds,
    };

    public CounterfactualHour ToHour() => new(
        DateTimeOffset.FromUnixTimeMilliseconds(Hour),
        Way,
        new(Requests, new Usage(Input, CacheWrite5m, CacheWrite1h, CacheRead, Output), CostNanodollars, Stalls, StalledMilliseconds));
}
