using System.Globalization;
using Warmpath.Routing.Limits;

namespace Warmpath.Cli.Keys;

/// <summary>Limits as people type them: <c>opus-5-5:rpm=1000,itpm=450000,otpm=90000</c>.</summary>
internal static class LimitText
{
    /// <returns>By model class; null when none is given.</returns>
    /// <exception cref="CommandException">A text is of another form.</exception>
    public static IReadOnlyDictionary<string, LimitSettings>? Parse(IReadOnlyList<string> texts)
    {
        var byClass = new Dictionary<string, LimitSettings>();
        foreach (var text in texts)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !byClass.TryAdd(text[..colon], One(text, text[(colon + 1)..])))
            {
                throw Malformed(text);
            }
        }

        return byClass.Count == 0 ? null : byClass;
    }

    private static LimitSettings One(string text, string limits)
    {
        var values = new Dictionary<string, long>();
        foreach (var part in limits.Split(',', StringSplitOptions.TrimEntries))
        {
            var sides = part.Split('=');
            if (sides is not [("rpm" or "itpm" or "otpm") and var axis, var number]
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || !values.TryAdd(axis, value))
            {
                throw Malformed(text);
            }
        }

        return new LimitSettings(Of("rpm"), Of("itpm"), Of("otpm"));

        long? Of(string axis) => values.TryGetValue(axis, out var value) ? value : null;
    }

    private static CommandException Malformed(string text) => new(
        $"--limits {text} is not of the form CLASS:rpm=N,itpm=N,otpm=N, each class once.", CommandException.WrongUsage);
}
