using System.Globalization;
using Warmpath.Gateway.Admin.Bodies;

namespace Warmpath.Gateway.Admin;

/// <summary>Values as a person reads them, in terminals and on pages.</summary>
public static class Plain
{
    /// <summary>Text of others on one line: control characters would drive a terminal, marks of direction turn what stands beside them around.</summary>
    public static string Line(string? text) => string.Concat((text ?? "").Select(c => Texts.IsHidden(c) ? '�' : c));

    /// <summary>A moment as a distance: <c>in 12 s</c>, <c>3 min ago</c>.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        at >= now ? $"in {Span(at - now)}" : $"{Span(now - at)} ago";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => Invariant($"{Math.Ceiling(span.TotalSeconds):0} s"),
        { TotalMinutes: < 60 } => Invariant($"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } when (long)Math.Round(span.TotalMinutes) is var minutes => Invariant($"{minutes / 60} h {minutes % 60} min"),
        _ => Invariant($"{span.TotalDays:0} d"),
    };

    /// <summary>Cents, and down to a hundredth of one where they matter.</summary>
    public static string Dollars(decimal dollars) => Invariant($"${dollars:0.00##}");

    /// <summary>The price of one request: always to a hundredth of a cent, so that prices can be compared.</summary>
    public static string Price(decimal dollars) => Invariant($"${dollars:#,0.0000}");

    /// <summary>A sum of money to the cent; the smallest is told as less than one.</summary>
    public static string Cents(decimal dollars) => dollars is > 0 and < 0.005m ? "<$0.01" : Invariant($"${dollars:#,0.00}");

    /// <summary>Such as <c>1 key</c>, <c>12.3K requests</c>.</summary>
    /// <param name="thing">In the singular; takes an s.</param>
    public static string Many(long count, string thing) => count == 1 ? $"1 {thing}" : $"{Count(count)} {thing}s";

    /// <summary>A reason as a sentence of its own: a capital letter and a full stop.</summary>
    public static string Sentence(string reason) => Line(reason) is [var first, .. var rest] ? $"{char.ToUpperInvariant(first)}{rest.TrimEnd('.')}." : "";

    /// <returns>With one decimal; <c>-</c> when unknown.</returns>
    public static string Percent(double? rate) => rate is { } known ? Invariant($"{known:0.0%}") : "-";

    /// <summary>Tokens: 950, 12.3K, 4.5M.</summary>
    public static string Count(long count) => count switch
    {
        < 10_000 => Invariant($"{count}"),
        < 10_000_000 => Invariant($"{count / 1e3:0.#}K"),
        _ => Invariant($"{count / 1e6:0.#}M"),
    };

    /// <param name="bytes">Rounded down to whole MiB.</param>
    public static string Megabytes(long bytes) => Invariant($"{bytes / (1024 * 1024):#,0} MB");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
