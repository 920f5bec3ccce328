using Warmpath.Routing.Catalog;
using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Policies;

/// <summary>What expected input tokens cost. Made once for all candidates of a decision: a decimal is slow to convert.</summary>
internal readonly struct TokenPrices(ModelPrices prices)
{
    private readonly double _read = (double)prices.CacheRead;
    private readonly double _write5m = (double)prices.CacheWrite5m;
    private readonly double _write1h = (double)prices.CacheWrite1h;
    private readonly double _fresh = (double)prices.Input;

    /// <summary>$.</summary>
    public double Of(in TokenForecast expected) =>
        ((expected.Read * _read) + (expected.Write5m * _write5m) + (expected.Write1h * _write1h) + (expected.Fresh * _fresh)) / 1e6;
}
