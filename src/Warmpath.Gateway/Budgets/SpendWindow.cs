namespace Warmpath.Gateway.Budgets;

/// <summary>The spans that a budget is for; all in UTC.</summary>
internal enum SpendWindow
{
    Day,

    /// <summary>Begins on Monday (ISO 8601).</summary>
    Week,

    Month,
}
