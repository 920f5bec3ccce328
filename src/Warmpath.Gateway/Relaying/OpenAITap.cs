using System.Text.Json;

namespace Warmpath.Gateway.Relaying;

/// <summary>Knows the events of OpenAI's Responses, and the chunks of its Chat Completions, which have no names (API reference, streaming events, 2026).</summary>
internal sealed class OpenAITap : SseTap
{
    private static readonly ReadOnlyMemory<byte> Comment = ": the upstream is silent\n\n"u8.ToArray();

    /// <summary>Of a delta's data, what is no text of the answer.</summary>
    private const int EnvelopeBytes = 150;

    /// <summary>A comment: its clients know no event for it.</summary>
    public override ReadOnlyMemory<byte> Ping => Comment;

    protected override bool Wants(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("response.created"u8) || IsEnd(name) || IsFailure(name);

    protected override void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long dataBytes)
    {
        if (name.IsEmpty)
        {
            TakeUnnamed(data, dataBytes);
        }
        else
        {
            TakeEvent(name, data, dataBytes);
        }
    }

    private static bool IsEnd(ReadOnlySpan<byte> name) => name.SequenceEqual("response.completed"u8) || name.SequenceEqual("response.incomplete"u8);

    private static bool IsFailure(ReadOnlySpan<byte> name) => name.SequenceEqual("response.failed"u8) || name.SequenceEqual("error"u8);

    private void TakeEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long dataBytes)
    {
        if (name.SequenceEqual("response.created"u8))
        {
            Started = true;
            MadeId = IdOf(data);
        }
        else if (IsEnd(name))
        {
            TakeUsage(data);
            TakeStop();
        }
        else if (IsFailure(name))
        {
            TakeError(data);
        }
        else if (name.StartsWith("response."u8) && !name.SequenceEqual("response.in_progress"u8) && !name.SequenceEqual("response.queued"u8))
        {
            TakeDelta(name.EndsWith(".delta"u8) ? dataBytes - EnvelopeBytes : 0);
        }
    }

    // A chunk of Chat Completions, or an event whose name stands in its data alone.
    private void TakeUnnamed(ReadOnlySpan<byte> data, long dataBytes)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            TakeStop();
        }
        else if (SseEvents.TypeOf(data) is { } type)
        {
            TakeEvent(type, data, dataBytes);
        }
        else if (data.StartsWith("{\"error\""u8))
        {
            TakeError(data);
        }
        else
        {
            TakeDelta(dataBytes - EnvelopeBytes);
            if (data.IndexOf("\"usage\":{"u8) >= 0 || data.IndexOf("\"usage\": {"u8) >= 0)
            {
                TakeUsage(data);
            }
        }
    }

    private static string? IdOf(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            return JsonElement.ParseValue(ref reader).GetProperty("response").GetProperty("id").GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
