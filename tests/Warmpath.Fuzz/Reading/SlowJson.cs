using System.Text.Json;

namespace Warmpath.Fuzz.Reading;

/// <summary>Questions to a JSON tree that never throw: half a surrogate pair in a name or a text equals nothing.</summary>
internal static class SlowJson
{
    public static bool NameIs(this JsonProperty member, string name) => NameOf(member) == name;

    /// <summary>Null when it has half a surrogate pair.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The last member of that name; null when there is none.</summary>
    public static JsonElement? Last(this JsonElement parent, string name)
    {
        JsonElement? last = null;
        foreach (var member in parent.EnumerateObject())
        {
            last = member.NameIs(name) ? member.Value : last;
        }

        return last;
    }

    /// <summary>Null when it is no text, or one with half a surrogate pair.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the text begins so, also when half a surrogate pair comes later.</summary>
    public static bool StartsWith(this JsonElement text, string with)
    {
        if (text.Text() is { } whole)
        {
            return whole.StartsWith(with, StringComparison.Ordinal);
        }

        // Decoded by hand: only escapes of letters can stand in the front that is looked for.
        var raw = text.GetRawText()[1..^1];
        foreach (var expected in with)
        {
            if (raw.StartsWith(expected))
            {
                raw = raw[1..];
            }
            else if (raw.StartsWith($"\\u{(int)expected:x4}", StringComparison.OrdinalIgnoreCase))
            {
                raw = raw[6..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
