using System.Text.Json;

namespace Warmpath.Gateway.Upstream;

/// <summary>What a provider's error object says; all null when the body is none (HTML, empty, cut).</summary>
/// <param name="Message">Cut to 500 characters.</param>
internal readonly record struct ErrorBody(string? Type, string? Code, string? Message)
{
    private const int LongestMessage = 500;

    /// <summary>Types and codes are a few words; they are kept with every row.</summary>
    private const int LongestName = 100;

    /// <summary>
    /// Reads <c>{"error":{"type","message","details":{"error_code"}}}</c> (providers.md 1.4), and OpenAI's <c>{"error":{"type","code","message"}}</c>, at the
    /// top or within <c>response</c>, or as the whole of an <c>error</c> event (7.2). Never throws.
    /// </summary>
    public static ErrorBody Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if ((Error(root) ?? (Member(root, "response") is { } response ? Error(response) : null) ?? Event(root)) is not { } error)
            {
                return default;
            }

            var (type, message) = (Text(error, "type", LongestName), Text(error, "message", LongestMessage));
            return Member(error, "details") is { } details ? new ErrorBody(type, Text(details, "error_code", LongestName), message)
                : Text(error, "code", LongestName) is { } code ? new ErrorBody(type is null or "error" ? code : type, code, message)
                : new ErrorBody(type, null, message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return default; // no JSON, or half a surrogate pair in a name
        }
    }

    private static JsonElement? Error(JsonElement of) => Member(of, "error") is { ValueKind: JsonValueKind.Object } error ? error : null;

    private static JsonElement? Event(JsonElement root) => Text(root, "type", LongestName) == "error" ? root : null;

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
