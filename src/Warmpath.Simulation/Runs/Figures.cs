using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Runs;

/// <summary>What a run comes to (simulation.md, "Figures").</summary>
public sealed record Figures
{
    public required int Requests { get; init; }

    public required int Answered { get; init; }

    /// <summary>Tokens read of all input tokens of answered requests, 0 to 1.</summary>
    public required double HitRate { get; init; }

    /// <summary>$ for input: fresh, written and read.</summary>
    public required double InputCost { get; init; }

    public required double OutputCost { get; init; }

    public required long Upstream429s { get; init; }

    public required long Client429s { get; init; }

    /// <summary>Errors other than 429 that clients saw.</summary>
    public required long ClientErrors { get; init; }

    /// <summary>Mean over answered requests, seconds between issue and the sending that succeeded.</summary>
    public required double MeanWait { get; init; }

    /// <summary>95 of 100 waited no longer, seconds.</summary>
    public required double Wait95 { get; init; }

    public required double LongestWait { get; init; }

    public required double TotalWait { get; init; }

    /// <summary>From the first issue to the last end, hours.</summary>
    public required double Hours { get; init; }

    /// <summary>Input cost and $0.01 for each second of added wait.</summary>
    public double CostAndWait => InputCost + (0.01 * TotalWait);

    public static Figures Of(IReadOnlyList<RequestRecord> records, World world)
    {
        var (input, output, read, prompt) = (0m, 0m, 0L, 0L);
        var waits = new List<double>(records.Count);
        foreach (var record in records)
        {
            if (record.Usage is { } usage)
            {
                var prices = world.PricesOf(record.Request.ModelClass);
                var whole = prices.Nanodollars(usage);
                var inputOnly = prices.Nanodollars(usage with { Output = 0 });
                (input, output) = (input + inputOnly, output + (whole - inputOnly));
                (read, prompt) = (read + usage.CacheRead, prompt + usage.Prompt);
                waits.Add(record.AddedWait.TotalSeconds);
            }
        }

        waits.Sort();
        var first = records.Min(record => record.IssuedAt);
        var last = records.Max(record => record.EndedAt);
        return new()
        {
            Requests = records.Count,
            Answered = waits.Count,
            HitRate = prompt == 0 ? 0 : (double)read / prompt,
            InputCost = (double)(input / 1_000_000_000m),
            OutputCost = (double)(output / 1_000_000_000m),
            Upstream429s = records.Sum(record => (long)record.Attempts.Count(attempt => attempt.Status == 429)),
            Client429s = records.Sum(record => (long)record.Client429s),
            ClientErrors = records.Sum(record => (long)record.ClientErrors),
            MeanWait = waits.Count == 0 ? 0 : waits.Average(),
            Wait95 = waits.Count == 0 ? 0 : waits[(int)((waits.Count - 1) * 0.95)],
            LongestWait = waits.Count == 0 ? 0 : waits[^1],
            TotalWait = waits.Sum(),
            Hours = (last - first).TotalHours,
        };
    }
}
