using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Decisions;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Tests.Decisions;

public class DecisionLogReaderTests
{
    private const string Sent = """{"i":0,"attempts":[{"org":"a","t":1,"status":200}],"end":3}""";

    [Fact]
    public void A_record_says_what_was_sent_where_and_when_it_ended()
    {
        var record = Assert.Single(Read(Sent));

        Assert.Equal((1, 0, false, 3d), (record.Line, record.Request, record.IsPing, record.End));
        Assert.Equal(new LoggedAttempt("a", 1, 200, null, null), Assert.Single(record.Attempts));
    }

    [Theory]
    [InlineData("\"1h\"", CacheLifetime.OneHour, CacheLifetime.OneHour)]
    [InlineData("[\"1h\",\"5m\"]", CacheLifetime.OneHour, CacheLifetime.FiveMinutes)]
    [InlineData("[\"1h\"]", CacheLifetime.FiveMinutes, CacheLifetime.OneHour)]
    [InlineData("[]", CacheLifetime.FiveMinutes, CacheLifetime.FiveMinutes)]
    [InlineData("[\"1h\",\"1h\",\"5m\"]", CacheLifetime.OneHour, CacheLifetime.FiveMinutes)]
    public void A_list_of_lifetimes_is_aligned_at_the_last_breakpoints_and_those_before_keep_their_own(string ttl, params CacheLifetime[] lifetimes) =>
        Assert.Equal(lifetimes, Read(Sent.Replace("200}", $"200,\"ttl\":{ttl}}}", StringComparison.Ordinal))[0].Attempts[0].Lifetimes);

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9007199254740993", 9_007_199_254_740_993)] // no double has it
    [InlineData("12.0", 12)]
    public void Attempts_may_be_numbered_with_any_whole_number(string number, long sequence) =>
        Assert.Equal(sequence, Read(Sent.Replace("200}", $"200,\"seq\":{number}}}", StringComparison.Ordinal))[0].Attempts[0].Sequence);

    [Fact]
    public void An_end_is_told_where_somebody_waits_for_it()
    {
        Assert.Null(Read("""{"ping":0,"attempts":[{"org":"a","t":1,"status":200}]}""")[0].End);
        Assert.Null(Read("""{"i":0,"attempts":[]}""")[0].End);
    }

    [Theory]
    [InlineData("200}~200,\"seq\":-1}", "seq: a whole number from 0")]
    [InlineData("200}~200,\"seq\":9223372036854775808}", "seq: a whole number from 0 to 9223372036854775807 is expected")]
    [InlineData("200}~200,\"ttl\":[\"2h\"]}", "only 5m and 1h exist")]
    [InlineData("\"a\"~\"\\ud800\"", "org: half of a surrogate pair is no text")]
    [InlineData("\"i\":0~\"i\":1", "the trace has no request 1")]
    public void A_bad_line_is_refused_with_its_number_and_what_is_wrong(string change, string what)
    {
        var parts = change.Split('~');
        var error = Assert.Throws<TraceFormatException>(() => Read(Sent, Sent.Replace(parts[0], parts[1], StringComparison.Ordinal)));

        Assert.StartsWith("log.jsonl, line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<LoggedRequest> Read(params string[] lines)
    {
        var trace = new TraceBuilder();
        trace.Add(Some.Draft(trace, "s", at: 1));
        return DecisionLogReader.Read(new StringReader(string.Join('\n', lines)), trace.Build(), "log.jsonl");
    }
}
