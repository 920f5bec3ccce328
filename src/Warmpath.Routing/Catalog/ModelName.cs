using System.Globalization;

namespace Warmpath.Routing.Catalog;

/// <summary>How a model's name is taken apart.</summary>
internal static class ModelName
{
    private const string Latest = "-latest";

    /// <summary>The name without a snapshot's date (<c>-20250929</c>, <c>@20250929</c>, <c>-2025-08-07</c>) or <c>-latest</c> at its end.</summary>
    public static string WithoutDate(string name)
    {
        if (name.EndsWith(Latest, StringComparison.Ordinal))
        {
            return name[..^Latest.Length];
        }

        return Before(name, "-@", "yyyyMMdd") ?? Before(name, "-", "yyyy-MM-dd") ?? name;
    }

    /// <summary>Whether the word stands in the name, with no letter before or behind it.</summary>
    public static bool HasWord(ReadOnlySpan<char> name, string word)
    {
        for (var rest = name; rest.IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var before = at > 0 ? rest[at - 1] : default;
            var behind = at + word.Length < rest.Length ? rest[at + word.Length] : default;
            if (!char.IsLetter(before) && !char.IsLetter(behind))
            {
                return true;
            }
        }

        return false;
    }

    // What stands before a separator and a date at the end; null when there is none.
    private static string? Before(string name, string separators, string format)
    {
        var length = name.Length - format.Length - 1;
        return length > 0 && separators.Contains(name[length])
            && DateOnly.TryParseExact(name.AsSpan(length + 1), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? name[..length]
                : null;
    }
}
