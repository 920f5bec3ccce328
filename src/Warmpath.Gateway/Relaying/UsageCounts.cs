using System.Text.Json;
using Warmpath.Routing;

namespace Warmpath.Gateway.Relaying;

/// <summary>Collects the token counts of one answer: the last value of each field wins (providers.md 2.5).</summary>
/// <remarks>
/// In a stream <c>message_start</c> brings the first figures and every <c>message_delta</c> cumulative ones, which may repeat the
/// input and cache fields, with or without the split by lifetime. Summing would count twice. OpenAI counts what is cached within its input (7.1).
/// </remarks>
internal struct UsageCounts
{
    /// <summary>No answer has more; a figure beyond it is none, and would overflow the sums over answers.</summary>
    private const long MaximumTokens = 1_000_000_000;

    private long? _input;
    private long? _written;
    private long? _written5m;
    private long? _written1h;
    private long? _read;
    private long? _output;
    private bool _isInclusive;

    /// <summary>Null until any field was seen. Without the split all written tokens are taken for 5-minute ones, the default.</summary>
    public readonly Usage? Total
    {
        get
        {
            if ((_input ?? _written ?? _written5m ?? _written1h ?? _read ?? _output) is null)
            {
                return null;
            }

            if (_isInclusive)
            {
                var (read, fresh) = (_read ?? 0, Math.Max(0, (_input ?? 0) - (_read ?? 0) - (_written1h ?? 0)));
                return new Usage(fresh, 0, _written1h ?? 0, read, _output ?? 0);
            }

            var oneHour = _written1h ?? 0;
            var fiveMinutes = _written is { } written ? Math.Max(0, written - oneHour) : _written5m ?? 0;
            return new Usage(_input ?? 0, fiveMinutes, oneHour, _read ?? 0, _output ?? 0);
        }
    }

    /// <summary>Takes the <c>usage</c> at the top of a JSON object, or inside its <c>message</c> or <c>response</c>. Never throws.</summary>
    public void Take(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                TakeObject(ref reader, inMessage: false);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A broken event, or half a surrogate pair in a name, costs its figures and not the answer.
        }
    }

    private void TakeObject(ref Utf8JsonReader reader, bool inMessage)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("usage"u8);
            var isMessage = !inMessage && (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("response"u8));
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && isUsage)
            {
                TakeUsage(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.StartObject && isMessage)
            {
                TakeObject(ref reader, inMessage: true);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void TakeUsage(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8) || reader.ValueTextEquals("prompt_tokens"u8))
            {
                TakeNumber(ref reader, ref _input);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                TakeNumber(ref reader, ref _written);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                TakeNumber(ref reader, ref _read);
            }
            else if (reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                TakeDetails(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8) || reader.ValueTextEquals("completion_tokens"u8))
            {
                TakeNumber(ref reader, ref _output);
            }
            else if (reader.ValueTextEquals("cache_creation"u8))
            {
                TakeSplit(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void TakeDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        _isInclusive = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cached_tokens"u8))
            {
                TakeNumber(ref reader, ref _read);
            }
            else if (reader.ValueTextEquals("cache_write_tokens"u8))
            {
                TakeNumber(ref reader, ref _written1h);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void TakeSplit(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8))
            {
                TakeNumber(ref reader, ref _written5m);
            }
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8))
            {
                TakeNumber(ref reader, ref _written1h);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void TakeNumber(ref Utf8JsonReader reader, ref long? field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value is >= 0 and <= MaximumTokens)
        {
            field = value;
        }
        else
        {
            reader.Skip();
        }
    }
}
