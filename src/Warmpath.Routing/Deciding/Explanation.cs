using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Deciding;

/// <summary>The grounds of a decision: what it expected of the chosen key and of the runner-up. All of it is an estimate.</summary>
/// <param name="Reason">One plain sentence.</param>
/// <param name="Price">Expected price of the tokens on the chosen key, in $.</param>
/// <param name="Cost">What was compared: price, plus waiting, scarcity and the move in money, in $.</param>
/// <param name="RunnerUp">Name of the next best key; null when there was none.</param>
/// <param name="RunnerUpCost">Its cost in the same sense; null when there was none.</param>
public sealed record Explanation(
    string Reason,
    TokenForecast Expected,
    double Price,
    double Cost,
    string? RunnerUp,
    double? RunnerUpCost);
