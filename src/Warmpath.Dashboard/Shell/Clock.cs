using System.Globalization;

namespace Warmpath.Dashboard.Shell;

/// <summary>Moments as pages write them, in UTC.</summary>
internal static class Clock
{
    /// <summary><c>13:04:22</c>.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>13:04</c>.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time alone on the same day, else with its date: <c>24 Nov 13:04:22</c>.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date
        ? Time(at)
        : at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>24 Nov 2026, 13:04:22 UTC</c>.</summary>
    public static string Whole(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A duration in milliseconds: <c>40 ms</c>, <c>2.4 s</c>, <c>3 min 5 s</c>.</summary>
    public static string Seconds(long milliseconds) => milliseconds switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000} min {milliseconds / 1000 % 60} s"),
    };
}
