using System.Globalization;

namespace Warmpath.Cli;

/// <summary>Times as people type them: <c>90m</c>, <c>12h</c>, <c>30d</c>, or a date.</summary>
internal static class Spans
{
    /// <exception cref="CommandException">The text is of another form.</exception>
    public static TimeSpan Parse(string text, string option) => TryParse(text, out var span)
        ? span
        : throw new CommandException($"{option} {text} is no time span, such as 90m, 12h or 30d.", CommandException.WrongUsage);

    /// <summary>A moment: a span from now on, a date (its first instant, UTC), or a date and time with its offset.</summary>
    /// <exception cref="CommandException">The text is of another form.</exception>
    public static DateTimeOffset Moment(string text, string option, DateTimeOffset now) =>
        TryParse(text, out var span) ? now + span
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : throw new CommandException($"{option} {text} is neither a span, such as 30d, nor a date, such as 2027-01-31.", CommandException.WrongUsage);

    private static bool TryParse(string text, out TimeSpan span)
    {
        var isNumber = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        TimeSpan? unit = text.Length == 0 ? null : text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        var known = isNumber && unit is not null && number <= 100_000;
        span = known ? unit!.Value * number : TimeSpan.Zero; // known says that there is a unit
        return known;
    }
}
