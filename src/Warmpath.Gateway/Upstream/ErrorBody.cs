using System.Text.Json;

namespace Warmpath.Gateway.Upstream;

/// <summary>What a provider's error object says; all null when the body is none (HTML, empty, cut).</summary>
/// <param name="Message">Cut to 500 characters.</param>
internal readonly record struct ErrorBody(string? Type, string? Code, string? Message)
{
    private const int LongestMessage = 500;

    /// <summary>Types and codes are a few words; they are kept with every row.</summary>
    private const int LongestName = 100;

    /// <summary>Reads <c>{"error":{"type","message","details":{"error_code"}}}</c> (providers.md 1.4). Never throws.</summary>
    public static ErrorBody Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (Member(document.RootElement, "error") is not { } error)
            {
                return default;
            }

            return new ErrorBody(
                Text(error, "type", LongestName),
                Member(error, "details") is { } details ? Text(details, "error_code", LongestName) : null,
                Text(error, "message", LongestMessage));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return default; // no JSON, or half a surrogate pair in a name
        }
    }

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name, int longest)
    {
        try
        {
            return Member(of, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { } text
                ? text[..Math.Min(text.Length, longest)]
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair, or bytes that are no UTF-8
        }
    }
}
