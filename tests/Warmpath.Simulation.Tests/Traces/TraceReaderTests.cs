using System.IO.Compression;
using System.Text;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;
using Warmpath.Simulation.Workloads;

namespace Warmpath.Simulation.Tests.Traces;

public class TraceReaderTests
{
    private const string First = """{"session":"s","user":"u","model":"claude-sonnet","t":12.5,"blocks":[["sys",22000],["p",3100],["q",180]],"breakpoints":[0,1,2],"ttl":"5m","output_tokens":230}""";

    [Fact]
    public void A_line_says_when_what_and_where_it_may_be_cached()
    {
        var request = Read(First).Requests[0];

        Assert.Equal(("s", "s", "u", "sonnet"), (request.Session, request.Stream, request.User, request.ModelClass));
        Assert.Equal(TimeSpan.FromSeconds(12.5), request.At);
        Assert.Equal((3, 25_280L, 230), (request.Prompt.Length, request.Prompt.TotalTokens, request.OutputTokens));
        Assert.Equal([0, 1, 2], request.Breakpoints.Select(breakpoint => breakpoint.Block));
    }

    [Fact]
    public void Think_alone_follows_the_stream_s_previous_request()
    {
        var trace = Read(First, First.Replace("\"t\":12.5", "\"think\":9.2", StringComparison.Ordinal));

        Assert.Equal([0], trace.Requests[1].After);
        Assert.Equal(TimeSpan.FromSeconds(9.2), trace.Requests[1].Think);
    }

    [Fact]
    public void After_replaces_the_predecessor()
    {
        var agent = First.Replace("\"t\":12.5", "\"stream\":\"a\",\"after\":[0],\"think\":1", StringComparison.Ordinal);
        var join = First.Replace("\"t\":12.5", "\"after\":[1,2],\"think\":1", StringComparison.Ordinal);
        var trace = Read(First, agent, agent.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), join);

        Assert.Equal([1, 2], trace.Requests[3].After);
        Assert.Equal("a", trace.Requests[1].Stream);
    }

    [Fact]
    public void Prompts_that_begin_alike_share_their_prefixes_and_others_do_not()
    {
        var trace = Read(
            First,
            First.Replace("\"q\"", "\"r\"", StringComparison.Ordinal),
            First.Replace("claude-sonnet", "claude-opus", StringComparison.Ordinal));

        Assert.Same(trace.Requests[0].Prompt.Before, trace.Requests[1].Prompt.Before);
        Assert.NotEqual(trace.Requests[0].Prompt.Digest, trace.Requests[1].Prompt.Digest);
        Assert.NotEqual(trace.Requests[0].Prompt.Digest, trace.Requests[2].Prompt.Digest);
    }

    [Fact]
    public void Lifetimes_may_differ_by_breakpoint() => Assert.Equal(
        [CacheLifetime.OneHour, CacheLifetime.OneHour, CacheLifetime.FiveMinutes],
        Read(First.Replace("\"5m\"", "[\"1h\",\"1h\",\"5m\"]", StringComparison.Ordinal)).Requests[0].Breakpoints.Select(breakpoint => breakpoint.Lifetime));

    [Fact]
    public void A_recorded_answer_says_how_long_it_took_to_begin_and_to_end()
    {
        Assert.Null(Read(First).Requests[0].Took);
        Assert.Equal(
            (TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3.25)),
            Read(First.Replace("230}", "230,\"took\":[0.9,3.25]}", StringComparison.Ordinal)).Requests[0].Took);
    }

    [Fact]
    public void A_recorded_request_says_what_its_attempts_met()
    {
        Assert.Empty(Read(First).Requests[0].Met);
        var met = Read(First.Replace(
            "230}",
            """230,"met":[{"org":"acme","status":529,"begins":true,"latency":0.83},{"org":"beta","status":429,"latency":0,"retry_after":6},{"org":"acme","status":200}]}""",
            StringComparison.Ordinal)).Requests[0];
        Assert.Equal(
            [
                new("acme", new Trouble { Begins = true, Latency = TimeSpan.FromSeconds(0.83) }),
                new("beta", new Trouble { Status = 429, Latency = TimeSpan.Zero, RetryAfter = TimeSpan.FromSeconds(6) }),
                new("acme", null),
            ],
            met.Met);
        Assert.Equal((529, null, null), (met.MetAt("acme", 0)?.Trouble?.Status, met.MetAt("acme", 1)!.Trouble?.Status, met.MetAt("acme", 2)));
    }

    [Theory]
    [InlineData("{", "no valid JSON")]
    [InlineData("[]", "a JSON object is expected")]
    [InlineData("""{"session":"s"}""", "model is missing")]
    [InlineData("\"t\":12.5,~", "one of t, think and after is needed")]
    [InlineData("230~230,\"met\":{}", "met: a list of objects")]
    [InlineData("230~230,\"met\":[{\"status\":529}]", "org is missing")]
    [InlineData("230~230,\"met\":[{\"org\":\"a\",\"status\":404}]", "met: status is 401")]
    [InlineData("230~230,\"took\":[1]", "took: [seconds to the first byte, seconds to the end]")]
    [InlineData("230~230,\"took\":[-1,1]", "took: a number from 0")]
    [InlineData("230~230,\"took\":[2,1]", "took: it ends before it begins")]
    [InlineData("\"t\":12.5~\"t\":-1", "t: a number from 0")]
    [InlineData("\"t\":12.5~\"t\":\"12\"", "t: a number from 0")]
    [InlineData("\"t\":12.5,~\"session\":\"x\",\"think\":1,", "is its first: give t or after")]
    [InlineData("\"t\":12.5~\"after\":[],\"think\":5", "one of t, think and after is needed: an empty after names no line")]
    [InlineData("\"t\":12.5~\"after\":[]", "one of t, think and after is needed: an empty after names no line")]
    [InlineData("\"s\"~\"\\ud800\"", "session: half of a surrogate pair is no text; write both halves")]
    [InlineData("\"sys\"~\"\\uDC00\"", "blocks: half of a surrogate pair is no text")]
    [InlineData("230}~230,\"\\ud83d\":1}", "the name of a field in the object: half of a surrogate pair is no text")]
    [InlineData("\"t\":12.5~\"after\":[1]", "after: 1 is no earlier line")]
    [InlineData("\"t\":12.5~\"after\":[-1]", "after: a whole number")]
    [InlineData("\"blocks\":[[\"sys\",22000]~\"blocks\":[[\"sys\",21999]", "block 0 has 21999 tokens, but had 22000")]
    [InlineData("[\"q\",180]~[\"q\"]", "number 2 is no [id, tokens]")]
    [InlineData("[\"q\",180]~[\"q\",1.5]", "tokens of block 2: a whole number")]
    [InlineData("[0,1,2]~[0,1,3]", "breakpoints: 3 is no block")]
    [InlineData("[0,1,2]~[0,1,1]", "breakpoints: 1 stands twice")]
    [InlineData("[0,1,2]~[0,1,2,2,2]", "breakpoints: 5 are more than the 4")]
    [InlineData("\"5m\"~\"2h\"", "only 5m and 1h exist")]
    [InlineData("\"5m\"~[\"5m\"]", "1 given for 3 breakpoints")]
    [InlineData("\"5m\"~[\"5m\",\"1h\",\"1h\"]", "the longer lifetime comes first")]
    [InlineData(",\"output_tokens\":230~", "output_tokens is missing")]
    public void A_bad_line_is_refused_with_its_number_and_what_is_wrong(string change, string what)
    {
        var parts = change.Split('~');
        var bad = parts.Length == 1 ? change : First.Replace(parts[0], parts[1], StringComparison.Ordinal);
        Assert.NotEqual(First, bad);

        var error = Assert.Throws<TraceFormatException>(() => Read(First, bad));

        Assert.StartsWith("x.jsonl, line 2 (index 1): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_surrogate_pair_is_a_text_like_any_other() =>
        Assert.Equal("\U0001F600", Read(First.Replace("\"s\"", "\"\\ud83d\\ude00\"", StringComparison.Ordinal)).Requests[0].Session);

    [Fact]
    public void An_empty_after_replaces_the_predecessor_by_none()
    {
        var request = Read(First, First.Replace("\"t\":12.5", "\"t\":20,\"after\":[]", StringComparison.Ordinal)).Requests[1];

        Assert.Equal((TimeSpan.FromSeconds(20), 0), (request.At, request.After.Count));
    }

    [Fact]
    public void A_prompt_has_two_thousand_million_tokens_at_most()
    {
        Assert.Equal(2_000_000_000, Read(First.Replace("[[\"sys\",22000],[\"p\",3100],[\"q\",180]]", Blocks(20), StringComparison.Ordinal)).Requests[0].Prompt.TotalTokens);
        var error = Assert.Throws<TraceFormatException>(() => Read(First, First.Replace("[[\"sys\",22000],[\"p\",3100],[\"q\",180]]", Blocks(22), StringComparison.Ordinal)));
        Assert.Equal("x.jsonl, line 2 (index 1): blocks: number 20 makes the prompt larger than the 2000000000 tokens that one may have.", error.Message);

        static string Blocks(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $"[\"b{i}\",100000000]"))}]";
    }

    [Fact]
    public void Blank_lines_are_allowed_at_the_end_alone()
    {
        Assert.Single(Read(First, "", " ").Requests);
        Assert.Contains("blank", Assert.Throws<TraceFormatException>(() => Read(First, "", First)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_without_requests_is_refused() => Assert.Throws<TraceFormatException>(() => Read(""));

    [Fact]
    public void What_is_written_is_read_back_the_same_also_compressed()
    {
        var trace = BuiltInWorkloads.Draw("team-day", 5).Trace;
        using var plain = new MemoryStream();
        TraceWriter.Write(trace, plain);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain.ToArray());
        }

        plain.Position = packed.Position = 0;
        var (one, other) = (TraceReader.Read(SimulationFiles.Reader(plain, "plain"), "plain"), TraceReader.Read(SimulationFiles.Reader(packed, "packed"), "packed"));

        Assert.Equal(trace.Requests.Select(Facts), one.Requests.Select(Facts));
        Assert.Equal(trace.Requests.Select(Facts), other.Requests.Select(Facts));
    }

    private static string Facts(TraceRequest request) => string.Join(
        '|', request.Session, request.Stream, request.User, request.Model, request.At, request.Think, string.Join(',', request.After),
        request.Prompt.Digest, request.Prompt.TotalTokens, string.Join(',', request.Breakpoints), request.OutputTokens);

    private static Trace Read(params string[] lines) =>
        TraceReader.Read(SimulationFiles.Reader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "x.jsonl"), "x.jsonl");
}
