namespace Warmpath.Gateway.Budgets;

/// <summary>What a request may take of its client's budget and limits, or took.</summary>
/// <param name="Nanodollars">Billionths of a dollar.</param>
/// <param name="Tokens">What the prompt has beyond cache reads, and what is answered.</param>
internal readonly record struct Holding(long Nanodollars, long Tokens);
