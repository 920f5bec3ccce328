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

    /// <summary>A whole number from 0; also written as 12.0.</summary>
    public static int Integer(JsonElement field, string name) =>
        field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out var number)
        && number is >= 0 and <= MostTokens && Math.Truncate(number).Equals(number)
            ? (int)number
            : throw new TraceFormatException($"{name}: a whole number from 0 to {MostTokens} is expected");

    public static List<int> Integers(JsonElement parent, string name) =>
        Of(parent, name) is { ValueKind: JsonValueKind.Array } field
            ? [.. field.EnumerateArray().Select(item => Integer(item, name))]
            : throw new TraceFormatException($"{name}: a list of whole numbers is expected");
}
