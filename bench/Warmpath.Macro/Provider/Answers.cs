using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Warmpath.Macro.Provider;

/// <summary>The canned answers of one organization, as bytes on the wire, with the headers that a real provider sends.</summary>
internal sealed class Answers
{
    /// <summary>Events of a whole stream, from <c>message_start</c> to <c>message_stop</c>.</summary>
    public const int Events = 60;

    private const int ReadDigits = 8;
    private const long Plenty = 4_000_000_000; // tokens a minute: a limit that no benchmark reaches

    public Answers(int organization)
    {
        Whole = Bytes(Head(organization, "application/json") + Sized(
            """{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6","content":[{"type":"text","text":"The test fails because the handler returns before the write is awaited. I will change it and run the tests again."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":410,"cache_read_input_tokens":        ,"cache_creation":{"ephemeral_5m_input_tokens":410,"ephemeral_1h_input_tokens":0},"output_tokens":42}}"""));
        StreamHead = Bytes(Head(organization, "text/event-stream; charset=utf-8") + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n" + Start);
        var deltas = string.Concat(Enumerable.Range(0, Events - 6).Select(i => Delta(i.ToString(CultureInfo.InvariantCulture).PadLeft(19, '.'))));
        Stream = [.. StreamHead, .. Bytes(deltas + Stop + "0\r\n\r\n")];
    }

    /// <summary>An answer in one piece.</summary>
    public byte[] Whole { get; }

    /// <summary>Writes into a canned answer how many tokens were read from cache: one for every four bytes of the request.</summary>
    public static void TellRead(byte[] answer, long bodyLength)
    {
        var room = answer.AsSpan(answer.AsSpan().IndexOf(ReadName) + ReadName.Length, ReadDigits);
        room.Fill((byte)' ');
        Utf8Formatter.TryFormat(bodyLength / 4, room, out _);
    }

    /// <summary>An event stream of <see cref="Events"/> events, to be written at once.</summary>
    public byte[] Stream { get; }

    /// <summary>The head and the first three events of a stream that goes on.</summary>
    public byte[] StreamHead { get; }

    /// <summary>One more event of it, in a chunk of its own, with room for 19 digits.</summary>
    public static byte[] StampedEvent { get; } = Bytes(Delta(new string('0', 19)));

    /// <summary>Where the digits stand.</summary>
    public static int StampAt { get; } = StampedEvent.AsSpan().IndexOf("0000000000000000000"u8);

    private static ReadOnlySpan<byte> ReadName => "\"cache_read_input_tokens\":"u8;

    private static string Start =>
        Event("message_start", """{"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":410,"cache_read_input_tokens":        ,"cache_creation":{"ephemeral_5m_input_tokens":410,"ephemeral_1h_input_tokens":0},"output_tokens":1}}}""")
        + Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
        + Event("ping", """{"type":"ping"}""");

    private static string Stop =>
        Event("content_block_stop", """{"type":"content_block_stop","index":0}""")
        + Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":42}}""")
        + Event("message_stop", """{"type":"message_stop"}""");

    private static string Delta(string text) =>
        Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""");

    private static string Event(string name, string data)
    {
        var text = $"event: {name}\ndata: {data}\n\n";
        return string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n");
    }

    private static string Head(int organization, string contentType) => string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\nContent-Type: {contentType}\r\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\r\n"
        + $"anthropic-organization-id: org-{organization:000}\r\nanthropic-workspace-id: wrkspc-{organization:000}\r\n"
        + $"anthropic-ratelimit-requests-limit: {Plenty}\r\nanthropic-ratelimit-requests-remaining: {Plenty}\r\nanthropic-ratelimit-requests-reset: 2026-11-25T12:00:00Z\r\n"
        + $"anthropic-ratelimit-input-tokens-limit: {Plenty}\r\nanthropic-ratelimit-input-tokens-remaining: {Plenty}\r\nanthropic-ratelimit-input-tokens-reset: 2026-11-25T12:00:00Z\r\n"
        + $"anthropic-ratelimit-output-tokens-limit: {Plenty}\r\nanthropic-ratelimit-output-tokens-remaining: {Plenty}\r\nanthropic-ratelimit-output-tokens-reset: 2026-11-25T12:00:00Z\r\n");

    private static string Sized(string body) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n{body}");

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
