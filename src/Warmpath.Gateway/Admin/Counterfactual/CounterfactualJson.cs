using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Counterfactual;

/// <summary>
/// The same requests under several ways of routing: those that every way has served by now. <paramref name="Real"/> is what the providers counted; what is named an estimate
/// comes from a model of the providers' caches and limits (docs/architecture.md, "The counterfactual").
/// </summary>
/// <param name="EstimatedAsRouted">The model's view of the real routing: its distance from <paramref name="Real"/> is the error of the estimates.</param>
/// <param name="EstimatedRoundRobin">Every try to the next key in turn.</param>
/// <param name="EstimatedSingleKey">Everything through the first key.</param>
public sealed record CounterfactualJson(WayJson Real, WayJson EstimatedAsRouted, WayJson EstimatedRoundRobin, WayJson EstimatedSingleKey)
{
    public static CounterfactualJson Of(IEnumerable<CounterfactualHour> hours)
    {
        var ways = hours.GroupBy(hour => hour.Way)
            .ToDictionary(way => way.Key, way => way.Aggregate(default(CounterfactualTotals), (sum, hour) => sum + hour.Totals));
        return new(
            Way(CounterfactualWays.Real), Way(CounterfactualWays.AsRouted), Way(CounterfactualWays.RoundRobin), Way(CounterfactualWays.SingleKey));

        WayJson Way(string name) => WayJson.Of(ways.GetValueOrDefault(name));
    }
}

/// <summary>What the requests came to.</summary>
/// <param name="HitRate">Cache reads over all input tokens, 0 to 1; null without tokens.</param>
/// <param name="Cost">$, output included.</param>
/// <param name="Stalls">429s that the requests met before they were served, whoever saw them.</param>
/// <param name="StalledSeconds">Between a request's arrival and the sending that succeeded, summed.</param>
public sealed record WayJson(
    long Requests,
    long InputTokens,
    long CacheWriteTokens,
    long CacheReadTokens,
    long OutputTokens,
    double? HitRate,
    decimal Cost,
    long Stalls,
    double StalledSeconds)
{
    public static WayJson Of(CounterfactualTotals totals) => new(
        totals.Requests, totals.Tokens.Input, totals.Tokens.CacheWrite, totals.Tokens.CacheRead, totals.Tokens.Output,
        Rates.Hit(totals.Tokens.CacheRead, totals.Tokens.Input + totals.Tokens.CacheWrite), Money.Dollars(totals.CostNanodollars),
        totals.Stalls, totals.StalledMilliseconds / 1000.0);
}

/// <summary>One hour, for charts.</summary>
/// <param name="Hour">UTC, its start.</param>
public sealed record CounterfactualHourJson(DateTimeOffset Hour, CounterfactualJson Ways);

/// <summary>The part of the first screen.</summary>
/// <param name="Today">Since midnight UTC.</param>
/// <param name="LastHour">This clock hour and the one before.</param>
/// <param name="Skipped">Requests since start that no way counts, <c>real</c> included: the estimates could not keep up.</param>
public sealed record CounterfactualStatusJson(CounterfactualJson Today, CounterfactualJson LastHour, long Skipped);
