using System.Text.Json;

namespace Warmpath.Gateway.Upstream;

/// <summary>What a provider's error object says; all null when the body is none (HTML, empty, cut).</summary>
/// <param name="Message">Cut to 500 characters.</param>
internal readonly record struct ErrorBody(string? Type, string? Code, string? Message)
{
    private const int LongestMessage = 500;

    /// <summary>Reads <c>{"type":"error","error":{"type","message","details":{"error_code"}}}</c> (providers.md 1.4). Never throws.</summary>
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

            var code = Member(error, "details") is { } details ? Text(details, "error_code") : null;
            var message = Text(error, "message");
            return new ErrorBody(
                Text(error, "type"), code, message?.Length > LongestMessage ? message[..LongestMessage] : message);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
