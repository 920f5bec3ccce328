namespace Warmpath.Routing.Policies;

/// <summary>A policy's answer.</summary>
/// <param name="Index">Which candidate.</param>
/// <param name="Price">Expected price of its input tokens, in $.</param>
/// <param name="Cost">What was compared, in $.</param>
/// <param name="RunnerUp">The best candidate elsewhere: in another workspace, else behind another key; -1 when there is none.</param>
internal readonly record struct Choice(int Index, double Price, double Cost, int RunnerUp, double RunnerUpCost);
