namespace Warmpath.Gateway.Relaying;

/// <summary>Knows the events of Anthropic's Messages (providers.md 1.5).</summary>
internal sealed class MessagesTap : SseTap
{
    private static readonly ReadOnlyMemory<byte> PingEvent = "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8.ToArray();

    /// <summary>Of a delta's data, what is no text of the answer.</summary>
    private const int EnvelopeBytes = 80;

    public override ReadOnlyMemory<byte> Ping => PingEvent;

    protected override bool Wants(ReadOnlySpan<byte> name) =>
        SseEvents.Of(name) is SseEventKind.MessageStart or SseEventKind.MessageDelta or SseEventKind.Error;

    protected override void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long dataBytes)
    {
        switch (name.Length > 0 ? SseEvents.Of(name) : SseEvents.OfData(data))
        {
            case SseEventKind.MessageStart:
                Started = true;
                TakeUsage(data);
                break;
            case SseEventKind.Content:
                TakeContent();
                break;
            case SseEventKind.ContentDelta: // what a block begins with is no output: results of the provider's own tools are whole there
                TakeDelta(dataBytes - EnvelopeBytes);
                break;
            case SseEventKind.MessageDelta:
                TakeContent();
                TakeUsage(data);
                break;
            case SseEventKind.MessageStop:
                TakeStop();
                break;
            case SseEventKind.Error:
                TakeError(data);
                break;
            default:
                break;
        }
    }
}
