using System.Text;
using CsCheck;
using Warmpath.Gateway.Relaying;
using Warmpath.Routing;

namespace Warmpath.Gateway.Tests.Relaying;

public class SseTapTests
{
    private const string Start =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","content":[],"usage":{"input_tokens":12,"cache_creation_input_tokens":400,"cache_read_input_tokens":9000,"output_tokens":1}}}


        """;

    private const string Middle =
        """
        : a comment
        event: ping
        data: {"type": "ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"event: message_stop, ümläut \n\n"}}

        event: something_new
        data:

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}


        """;

    private const string Delta =
        """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},
        data: "usage":{"output_tokens":250}}


        """;

    private const string Stop =
        """
        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string Error =
        """
        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


        """;

    private const string Whole = Start + Middle + Delta + Stop;

    public static TheoryData<string> LineEnds => ["\n", "\r\n", "\r"];

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void A_whole_stream_is_understood_wherever_it_is_split(string lineEnd)
    {
        var stream = Bytes(Whole, lineEnd);
        var expected = Bytes(Start + Middle + Delta, lineEnd).Length;
        for (var at = 0; at <= stream.Length; at++)
        {
            using var tap = Fed(stream[..at], stream[at..]);
            Assert.True(tap is { Started: true, HasContent: true, Stopped: true, Error: null }, $"split at {at}");
            Assert.Equal(new Usage(12, 400, 0, 9000, 250), tap.Usage);
            Assert.Equal(expected, tap.StoppedAt);
        }
    }

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void Pieces_of_one_byte_and_of_seven_say_the_same_as_the_whole(string lineEnd)
    {
        var stream = Bytes(Whole, lineEnd);
        using var whole = Fed(stream);
        foreach (var size in new[] { 1, 2, 7, 64 })
        {
            using var tap = Fed([.. stream.Chunk(size)]);
            Assert.Equal(State(whole), State(tap));
        }
    }

    [Fact]
    public void Any_split_of_any_stream_says_the_same_as_the_whole() =>
        Gen.Select(
            OneOf(Start, Middle, Delta, Stop, Error, "data\n\n", "event:ping\n\n", ":\n", "id: 4\ndata:x\n\n", "event: error\n").List[0, 8],
            OneOf("\n", "\r\n", "\r"),
            Gen.Int[1, 40].Array[1, 20]).Sample((parts, lineEnd, sizes) =>
        {
            var stream = Bytes(string.Concat(parts), lineEnd);
            using var whole = Fed(stream);
            using var tap = new MessagesTap();
            var sizeAt = 0;
            for (var at = 0; at < stream.Length;)
            {
                var end = Math.Min(stream.Length, at + sizes[sizeAt++ % sizes.Length]);
                tap.Feed(stream.AsSpan(at..end));
                at = end;
            }

            Assert.Equal(State(whole), State(tap));
        });

    [Fact]
    public void Events_without_names_are_told_by_the_type_in_their_data()
    {
        var stream = string.Concat(Whole.Split('\n').Where(line => !line.StartsWith("event", StringComparison.Ordinal)).Select(line => line + "\n"));
        using var tap = Fed(Bytes(stream, "\n"));
        Assert.True(tap is { Started: true, HasContent: true, Stopped: true });
        Assert.Equal(250, tap.Usage?.Output);
    }

    [Fact]
    public void An_error_before_content_is_told_from_one_after()
    {
        using var before = Fed(Bytes(Start + Error + Middle, "\n"));
        Assert.Equal(("overloaded_error", "Overloaded", false), (before.Error?.Type, before.Error?.Message, before.HasContent));

        using var after = Fed(Bytes(Start + Middle + Error, "\n"));
        Assert.Equal(("overloaded_error", true), (after.Error?.Type, after.HasContent));
    }

    [Fact]
    public void Nothing_counts_before_its_blank_line()
    {
        using var tap = Fed(Bytes(Start + Middle + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n", "\n"));
        Assert.False(tap.Stopped);
        tap.Feed("\n"u8);
        Assert.True(tap.Stopped);
    }

    [Fact]
    public void Pings_and_comments_are_no_sign_of_an_answer()
    {
        using var tap = Fed(Bytes(":hello\n\nevent: ping\ndata: {}\n\n", "\n"));
        Assert.False(tap.Started || tap.HasContent);
        tap.Feed(Bytes(Start, "\n"));
        Assert.True(tap is { Started: true, HasContent: false });
    }

    [Fact]
    public void Data_without_bound_costs_memory_with_bound()
    {
        using var tap = new MessagesTap();
        tap.Feed("event: message_start\ndata: "u8);
        var piece = new byte[256 * 1024];
        for (var i = 0; i < 64; i++)
        {
            tap.Feed(piece);
        }

        tap.Feed("\n\n"u8);
        Assert.True(tap.Started);
        Assert.Null(tap.Usage);
    }

    [Fact]
    public void What_came_after_the_last_figures_is_estimated_by_its_bytes()
    {
        using var tap = Fed(Bytes(Start, "\n"));
        var text = new string('x', 4000);
        tap.Feed(Bytes("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"web_search_tool_result\",\"content\":\"" + text + "\"}}\n\n", "\n"));
        Assert.Equal(0, tap.UncountedTokens); // what the provider's own tools found is no output
        tap.Feed(Bytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}\n\n", "\n"));
        Assert.Equal(1000, tap.UncountedTokens);
        tap.Feed(Bytes("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n", "\n"));
        Assert.Equal(1000, tap.UncountedTokens);
        tap.Feed(Bytes("event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":900}}\n\n", "\n"));
        Assert.Equal((0, 900), (tap.UncountedTokens, tap.Usage?.Output));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static byte[] Bytes(string text, string lineEnd) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings(lineEnd));

    private static MessagesTap Fed(params IEnumerable<byte[]> pieces)
    {
        var tap = new MessagesTap();
        foreach (var piece in pieces)
        {
            tap.Feed(piece);
        }

        return tap;
    }

    private static (bool, bool, bool, long, string?, Usage?) State(SseTap tap) =>
        (tap.Started, tap.HasContent, tap.Stopped, tap.Stopped ? tap.StoppedAt : 0, tap.Error?.Type, tap.Usage);
}
