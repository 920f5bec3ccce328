using Warmpath.Routing.Catalog;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Policies;

/// <summary>What expected input tokens cost.</summary>
internal static class TokenPrice
{
    /// <summary>$.</summary>
    public static double Of(in TokenForecast expected, ModelPrices prices) =>
        ((expected.Read * (double)prices.CacheRead) + (expected.Write5m * (double)prices.CacheWrite5m)
            + (expected.Write1h * (double)prices.CacheWrite1h) + (expected.Fresh * (double)prices.Input)) / 1e6;
}
