namespace Warmpath.Storage.Ledger;

/// <summary>What a client spent on a day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="CostNanodollars">Billionths of a dollar.</param>
public sealed record DaySpending(string Client, DateOnly Day, long CostNanodollars)
{
    internal const long DayMilliseconds = 86_400_000;
}
