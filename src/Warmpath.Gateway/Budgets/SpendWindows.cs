using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Budgets;

/// <summary>When a window begins and ends, and what a budget says of it.</summary>
internal static class SpendWindows
{
    public static readonly SpendWindow[] All = [SpendWindow.Day, SpendWindow.Week, SpendWindow.Month];

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    /// <summary>The first day of the window that the day lies in.</summary>
    public static DateOnly FirstDay(this SpendWindow window, DateOnly day) => window switch
    {
        SpendWindow.Day => day,
        SpendWindow.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        _ => new DateOnly(day.Year, day.Month, 1),
    };

    /// <summary>The first day that no longer belongs to it.</summary>
    public static DateOnly NextFirstDay(this SpendWindow window, DateOnly day)
    {
        var first = window.FirstDay(day);
        return window switch
        {
            SpendWindow.Day => first.AddDays(1),
            SpendWindow.Week => first.AddDays(7),
            _ => first.AddMonths(1),
        };
    }

    /// <summary>UTC: when the window that the moment lies in is over.</summary>
    public static DateTimeOffset EndOf(this SpendWindow window, DateTimeOffset moment) =>
        new(window.NextFirstDay(DayOf(moment)).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>UTC: since when spending counts for any of the windows that the moment lies in.</summary>
    public static DateTimeOffset EarliestStart(DateTimeOffset moment) =>
        new(All.Min(window => window.FirstDay(DayOf(moment))).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Billionths of a dollar; null: without bound.</summary>
    public static long? NanodollarsOf(this SpendWindow window, ClientBudget? budget) => window switch
    {
        SpendWindow.Day => budget?.Day,
        SpendWindow.Week => budget?.Week,
        _ => budget?.Month,
    } is { } dollars ? (long)(dollars * 1e9) : null;

    public static string Name(this SpendWindow window) => window switch
    {
        SpendWindow.Day => "day",
        SpendWindow.Week => "week",
        _ => "month",
    };
}
