namespace Warmpath.Routing.Catalog;

/// <summary>How a model's name is taken apart.</summary>
internal static class ModelName
{
    private const string Latest = "-latest";
    private const int DateLength = 9; // separator and yyyymmdd

    /// <summary>The name without a snapshot's date (<c>-20250929</c>, <c>@20250929</c>) or <c>-latest</c> at its end.</summary>
    public static string WithoutDate(string name)
    {
        if (name.EndsWith(Latest, StringComparison.Ordinal))
        {
            return name[..^Latest.Length];
        }

        var dated = name.Length > DateLength
            && name[^DateLength] is '-' or '@'
            && !name.AsSpan(name.Length - DateLength + 1).ContainsAnyExceptInRange('0', '9');
        return dated ? name[..^DateLength] : name;
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
}
