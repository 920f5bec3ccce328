using Warmpath.Routing;

namespace Warmpath.Storage.Ledger;

/// <summary>What a set of requests came to under one way of routing. Sets that are compared hold the same requests.</summary>
/// <param name="CostNanodollars">By the catalogue, output included.</param>
/// <param name="Stalls">429s that the requests met before they were served.</param>
/// <param name="StalledMilliseconds">Between a request's arrival and the sending that succeeded, summed.</param>
public readonly record struct CounterfactualTotals(long Requests, Usage Tokens, long CostNanodollars, long Stalls, long StalledMilliseconds)
{
    public static CounterfactualTotals operator +(CounterfactualTotals a, CounterfactualTotals b) => new(
        a.Requests + b.Requests,
        new Usage(
            a.Tokens.Input + b.Tokens.Input, a.Tokens.CacheWrite5m + b.Tokens.CacheWrite5m, a.Tokens.CacheWrite1h + b.Tokens.CacheWrite1h,
            a.Tokens.CacheRead + b.Tokens.CacheRead, a.Tokens.Output + b.Tokens.Output),
        a.CostNanodollars + b.CostNanodollars, a.Stalls + b.Stalls, a.StalledMilliseconds + b.StalledMilliseconds);
}

/// <summary>The totals of one hour (UTC, its start) under one of the <see cref="CounterfactualWays"/>.</summary>
public sealed record CounterfactualHour(DateTimeOffset Hour, string Way, CounterfactualTotals Totals);
