using Warmpath.Routing.Catalog;

namespace Warmpath.Gateway.Admin.Settings;

/// <summary>What a value of time means, worked out for one conversation: how long waiting at its home is worth more than moving it.</summary>
public static class WaitWorth
{
    /// <summary>What moving costs: the tokens are written to the other cache instead of read from this one, $.</summary>
    /// <param name="warmTokens">Tokens of the conversation that are warm at its home.</param>
    public static double MoveCost(ModelFacts model, long warmTokens)
    {
        var prices = model.PricesFor(warmTokens);
        return warmTokens * (double)(prices.CacheWrite5m - prices.CacheRead) / 1e6;
    }

    /// <summary>The longest wait that costs no more than the move; null: any, because waiting costs nothing.</summary>
    /// <param name="valueOfTimePerHour">$ per hour of waiting.</param>
    public static TimeSpan? LongestWait(double moveCost, double valueOfTimePerHour) =>
        valueOfTimePerHour <= 0 ? null : TimeSpan.FromSeconds(Math.Min(moveCost / valueOfTimePerHour * 3600, TimeSpan.FromDays(1).TotalSeconds));
}
