using System.Globalization;
using Spectre.Console;

namespace Warmpath.Cli;

/// <summary>Values as a person reads them in a terminal.</summary>
internal static class Plain
{
    /// <summary>Text of others: control characters would drive the terminal, brackets would be taken for markup.</summary>
    public static string Text(string? text) => Markup.Escape(Line(text));

    /// <summary>The same without markup, for plain lines.</summary>
    public static string Line(string? text) =>
        string.Concat((text ?? "").Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') ? '�' : c));

    /// <summary>A moment as a distance: <c>in 12 s</c>, <c>3 min ago</c>.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        at >= now ? $"in {Span(at - now)}" : $"{Span(now - at)} ago";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => Invariant($"{Math.Ceiling(span.TotalSeconds):0} s"),
        { TotalMinutes: < 60 } => Invariant($"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => Invariant($"{Math.Floor(span.TotalHours):0} h {span.Minutes} min"),
        _ => Invariant($"{span.TotalDays:0} d"),
    };

    public static string Dollars(decimal dollars) => Invariant($"${dollars:0.00##}");

    public static string Percent(double? rate) => rate is { } known ? Invariant($"{known:0.0%}") : "-";

    /// <summary>Tokens: 950, 12.3K, 4.5M.</summary>
    public static string Count(long count) => count switch
    {
        < 10_000 => Invariant($"{count}"),
        < 10_000_000 => Invariant($"{count / 1e3:0.#}K"),
        _ => Invariant($"{count / 1e6:0.#}M"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
