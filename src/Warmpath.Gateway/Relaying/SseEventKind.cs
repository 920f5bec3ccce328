using System.Text.Json;

namespace Warmpath.Gateway.Relaying;

/// <summary>The events of a Messages stream (providers.md 1.5), as far as relaying tells them apart.</summary>
internal enum SseEventKind : byte
{
    MessageStart,

    /// <summary><c>content_block_start</c> or <c>_stop</c>.</summary>
    Content,
    ContentDelta,
    MessageDelta,
    MessageStop,
    Error,

    /// <summary><c>ping</c>, and whatever else there is: new ones may be added at any time and must be tolerated.</summary>
    Other,
}

/// <summary>Tells events by name.</summary>
internal static class SseEvents
{
    public static SseEventKind Of(ReadOnlySpan<byte> name)
    {
        return name.SequenceEqual("content_block_delta"u8) ? SseEventKind.ContentDelta
            : name.StartsWith("content_block_"u8) ? SseEventKind.Content
            : name.SequenceEqual("message_start"u8) ? SseEventKind.MessageStart
            : name.SequenceEqual("message_delta"u8) ? SseEventKind.MessageDelta
            : name.SequenceEqual("message_stop"u8) ? SseEventKind.MessageStop
            : name.SequenceEqual("error"u8) ? SseEventKind.Error
            : SseEventKind.Other;
    }

    /// <summary>Of an event without a name, by the <c>type</c> at the top of its data.</summary>
    public static SseEventKind OfData(ReadOnlySpan<byte> json) => TypeOf(json) is { } type ? Of(type) : SseEventKind.Other;

    /// <summary>The <c>type</c> at the top of an event's data, as it is written; null when it has none.</summary>
    public static byte[]? TypeOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
                {
                    return reader.ValueSpan.ToArray();
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in a name: an event that nobody reads.
        }

        return null;
    }
}
