namespace Warmpath.Routing.Catalog;

/// <summary>$ per million tokens (providers.md 3).</summary>
public sealed record ModelPrices(decimal Input, decimal CacheWrite5m, decimal CacheWrite1h, decimal CacheRead, decimal Output)
{
    /// <summary>The price of an answer in billionths of a dollar: exact, as long as no price has more than three decimals.</summary>
    public long Nanodollars(in Usage usage) => (long)decimal.Round(1000m * (
        (usage.Input * Input) + (usage.CacheWrite5m * CacheWrite5m) + (usage.CacheWrite1h * CacheWrite1h)
        + (usage.CacheRead * CacheRead) + (usage.Output * Output)));
}
