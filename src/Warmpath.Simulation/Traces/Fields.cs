using System.Text.Json;

namespace Warmpath.Simulation.Traces;

/// <summary>Reads the fields of a JSON object; what is missing or of another kind is refused by name.</summary>
internal static class Fields
{
    private const int MostTokens = 100_000_000;

    /// <summary>A field that is null counts as absent.</summary>
    public static bool Has(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null;

    public static JsonElement Of(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var field) ? field : throw new TraceFormatException($"{name} is missing");

    public static string Text(JsonElement parent, string name) =>
        Of(parent, name) is { ValueKind: JsonValueKind.String } field && field.GetString() is { Length: > 0 } text
            ? text
            : throw new TraceFormatException($"{name}: a text that is not empty is expected");

    public static double Number(JsonElement parent, string name, double least, double most) => NumberOf(Of(parent, name), name, least, most);

    public static double NumberOf(JsonElement field, string name, double least, double most) =>
        field is { ValueKind: JsonValueKind.Number } && field.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw new TraceFormatException($"{name}: a number from {least:0.###} to {most:0.###} is expected");

    /// <summary>A number above 0, however small.</summary>
    public static double Positive(JsonElement field, string name, double most) =>
        field is { ValueKind: JsonValueKind.Number } && field.TryGetDouble(out var number) && number > 0 && number <= most
            ? number
            : throw new TraceFormatException($"{name}: a number of more than 0 and at most {most:0.###} is expected");

    /// <summary>A whole number; also written as 12.0.</summary>
    public static long Whole(JsonElement field, string name, long least, long most) =>
        field.ValueKind == JsonValueKind.Number && (field.TryGetInt64(out var number) || IsWhole(field, out number)) && number >= least && number <= most
            ? number
            : throw new TraceFormatException($"{name}: a whole number from {least} to {most} is expected");

    /// <summary>A whole number of tokens, or of what is no more.</summary>
    public static int Integer(JsonElement field, string name) => (int)Whole(field, name, 0, MostTokens);

    public static List<int> Integers(JsonElement parent, string name) =>
        Of(parent, name) is { ValueKind: JsonValueKind.Array } field
            ? [.. field.EnumerateArray().Select(item => Integer(item, name))]
            : throw new TraceFormatException($"{name}: a list of whole numbers is expected");

    /// <summary>The fields of an object, none of which stands there twice: nobody could tell which of the two was meant.</summary>
    /// <param name="expected">What is said of anything else.</param>
    public static List<JsonProperty> Members(JsonElement field, string expected)
    {
        if (field.ValueKind != JsonValueKind.Object)
        {
            throw new TraceFormatException($"{expected} is expected");
        }

        var members = field.EnumerateObject().ToList();
        return members.CountBy(member => member.Name).FirstOrDefault(name => name.Value > 1).Key is { } twice
            ? throw new TraceFormatException($"'{twice}' stands there twice; leave one out")
            : members;
    }

    /// <summary>The fields of an object that has no others than these: one that is mistyped would count as absent.</summary>
    public static List<JsonProperty> Members(JsonElement field, IReadOnlyList<string> known)
    {
        var names = $"{string.Join(", ", known.SkipLast(1))} and {known[^1]}";
        var members = Members(field, $"an object with {names}");
        return members.Where(member => !known.Contains(member.Name)).Select(member => member.Name).FirstOrDefault() is { } unknown
            ? throw new TraceFormatException($"there is no '{unknown}', only {names}")
            : members;
    }

    /// <summary>Errors of <paramref name="read"/> name the place that it reads.</summary>
    public static T In<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TraceFormatException error)
        {
            throw new TraceFormatException($"{place}: {error.Message}");
        }
    }

    private static bool IsWhole(JsonElement field, out long number)
    {
        var whole = field.TryGetDecimal(out var exact) && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue;
        number = whole ? (long)exact : 0;
        return whole;
    }
}
