namespace Warmpath.Gateway.Budgets;

/// <summary>What a client has spent, and what it holds at this moment.</summary>
/// <param name="Reserved">$ for requests under way, as they are expected to cost.</param>
public sealed record ClientUsage(Spending Day, Spending Week, Spending Month, double Reserved, int RequestsUnderWay);

/// <summary>One window of a budget.</summary>
/// <param name="Spent">$.</param>
/// <param name="Budget">$; null: without bound.</param>
/// <param name="EndsAt">UTC: when it begins anew.</param>
public sealed record Spending(double Spent, double? Budget, DateTimeOffset EndsAt);
