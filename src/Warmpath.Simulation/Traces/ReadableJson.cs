using System.Text.Json;

namespace Warmpath.Simulation.Traces;

/// <summary>Opens JSON of which every text can be read.</summary>
internal static class ReadableJson
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="TraceFormatException">A text, or the name of a field, has half of a surrogate pair: grammatical, but no Unicode.</exception>
    public static JsonDocument Parse(string text)
    {
        var document = JsonDocument.Parse(text);
        if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase)) // nothing else can be half: the rest came out of UTF-8
        {
            Check(document.RootElement, "the object");
        }

        return document;
    }

    private static void Check(JsonElement element, string place)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                Whole(element.GetString, place);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, place);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Check(member.Value, Whole(() => member.Name, $"the name of a field in {place}")!); // a field has a name
                }

                break;
        }
    }

    private static string? Whole(Func<string?> read, string place)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new TraceFormatException($"{place}: half of a surrogate pair is no text; write both halves");
        }
    }
}
