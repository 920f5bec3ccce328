using System.Text;
using CsCheck;
using Warmpath.Gateway.Relaying;
using Warmpath.Routing;

namespace Warmpath.Gateway.Tests.Relaying;

public class OpenAITapTests
{
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"error\":null}}\n\n";
    private const string InProgress = "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"response\":{\"id\":\"resp_1\"}}\n\n";
    private const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n";

    private const string Completed =
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"error\":null,\"usage\":{\"input_tokens\":1000,"
        + "\"input_tokens_details\":{\"cached_tokens\":700,\"cache_write_tokens\":250},\"output_tokens\":40,\"output_tokens_details\":{\"reasoning_tokens\":9},\"total_tokens\":1040}}}\n\n";

    private const string Failed =
        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"error\":{\"code\":\"server_error\",\"message\":\"Oh.\"}}}\n\n";

    private const string Chunk = "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"usage\":null}\n\n";
    private const string Figures = "data: {\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":30}}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public void A_response_begins_has_content_and_ends()
    {
        using var tap = Fed(Created + InProgress);
        Assert.Equal((true, false, false, "resp_1"), (tap.Started, tap.HasContent, tap.Stopped, tap.MadeId));
        tap.Feed(Bytes(Delta));
        Assert.Equal((true, false), (tap.HasContent, tap.Stopped));
        tap.Feed(Bytes(Completed));
        Assert.True(tap.Stopped);
        Assert.Equal((Created + InProgress + Delta).Length, tap.StoppedAt);
        Assert.Null(tap.Error);
        Assert.Equal(new Usage(50, 0, 250, 700, 40), tap.Usage); // what is cached is within what is counted as input
    }

    [Fact]
    public void Chunks_of_a_completion_are_content_until_they_are_done()
    {
        using var tap = Fed(Chunk + Figures);
        Assert.Equal((true, false), (tap.HasContent, tap.Stopped));
        Assert.Equal(new Usage(60, 0, 0, 30, 5), tap.Usage);
        tap.Feed(Bytes(Done));
        Assert.Equal((true, (long)(Chunk + Figures).Length), (tap.Stopped, tap.StoppedAt));
    }

    [Theory]
    [InlineData(Created + Failed, "server_error", "Oh.")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow.\",\"param\":null}\n\n", "rate_limit_exceeded", "Slow.")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\",\"message\":\"Pay.\"}}\n\n", "insufficient_quota", "Pay.")]
    [InlineData("data: {\"error\":{\"type\":\"server_error\",\"message\":\"Oh.\"}}\n\n", "server_error", "Oh.")]
    public void An_error_before_any_content_is_no_content(string stream, string type, string message)
    {
        using var tap = Fed(stream + Delta);
        Assert.Equal((false, type, message), (tap.HasContent, tap.Error?.Type, tap.Error?.Message));
    }

    [Fact]
    public void A_stored_response_that_failed_says_so_and_ends()
    {
        using var tap = new OpenAITap(isReplay: true);
        tap.Feed(Bytes(Created + Failed));
        Assert.Equal((true, null), (tap.Stopped, tap.Error));
    }

    [Fact]
    public void Events_that_nobody_knows_yet_are_content_and_events_without_names_are_known_by_their_type()
    {
        using var unknown = Fed("event: response.something_new.added\ndata: {}\n\n");
        Assert.True(unknown.HasContent);
        using var unnamed = Fed(Created.Split('\n', 2)[1] + Completed.Split('\n', 2)[1]);
        Assert.Equal((true, true), (unnamed.Started, unnamed.Stopped));
    }

    [Fact]
    public void Deltas_are_counted_until_figures_come()
    {
        using var tap = Fed(Created + string.Concat(Enumerable.Repeat(Delta, 70)) + string.Concat(Enumerable.Repeat(Chunk, 30)));
        Assert.Equal(100, tap.UncountedTokens); // one each, whatever stands around it
        tap.Feed(Bytes(Completed));
        Assert.Equal(0, tap.UncountedTokens);
    }

    [Fact]
    public void Any_split_says_the_same_as_the_whole() =>
        Gen.Select(Gen.Int[0, 6].List[0, 8], Gen.Int[1, 40]).Sample((parts, size) =>
        {
            var stream = Bytes(string.Concat(parts.Select(part => new[] { Created, InProgress, Delta, Completed, Failed, Chunk, Done }[part])));
            using var whole = new OpenAITap();
            whole.Feed(stream);
            using var tap = new OpenAITap();
            foreach (var piece in stream.Chunk(size))
            {
                tap.Feed(piece);
            }

            Assert.Equal(
                (whole.Started, whole.HasContent, whole.Stopped, whole.StoppedAt, whole.Error, whole.Usage, whole.MadeId),
                (tap.Started, tap.HasContent, tap.Stopped, tap.StoppedAt, tap.Error, tap.Usage, tap.MadeId));
        });

    private static OpenAITap Fed(string text)
    {
        var tap = new OpenAITap();
        tap.Feed(Bytes(text));
        return tap;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
