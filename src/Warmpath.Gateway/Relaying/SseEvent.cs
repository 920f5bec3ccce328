using System.Text.Json;

namespace Warmpath.Gateway.Relaying;

/// <summary>The events of a Messages stream (providers.md 1.5), as far as relaying tells them apart.</summary>
internal enum SseEvent : byte
{
    /// <summary>No <c>event</c> field: the data's own <c>type</c> tells.</summary>
    Unnamed,
    MessageStart,

    /// <summary><c>content_block_start</c>, <c>_delta</c> or <c>_stop</c>.</summary>
    Content,
    MessageDelta,
    MessageStop,
    Error,
    Ping,

    /// <summary>New ones may be added at any time and must be tolerated.</summary>
    Other,
}

/// <summary>Tells events by name.</summary>
internal static class SseEvents
{
    public static SseEvent Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return SseEvent.Unnamed;
        }

        return name.StartsWith("content_block_"u8) ? SseEvent.Content
            : name.SequenceEqual("message_start"u8) ? SseEvent.MessageStart
            : name.SequenceEqual("message_delta"u8) ? SseEvent.MessageDelta
            : name.SequenceEqual("message_stop"u8) ? SseEvent.MessageStop
            : name.SequenceEqual("error"u8) ? SseEvent.Error
            : name.SequenceEqual("ping"u8) ? SseEvent.Ping
            : SseEvent.Other;
    }

    /// <summary>Of an event without a name, by the <c>type</c> at the top of its data.</summary>
    public static SseEvent OfData(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return SseEvent.Other;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
                {
                    return Of(reader.ValueSpan);
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair in a name: an event that nobody reads.
        }

        return SseEvent.Other;
    }
}
