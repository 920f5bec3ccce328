using Warmpath.Routing.Deciding;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>What is read from cache counts against the input limits of OpenAI's models, and of an old one of Anthropic's (providers.md 1.1, 7.1).</summary>
public class ChargedReadsTests
{
    private const int Prefix = 10_000;
    private const long Limit = 100_000;

    [Theory]
    [InlineData("gpt-6.2-sol", true)]
    [InlineData("gpt-99", true)]
    [InlineData("claude-3-5-haiku-20241022", true)]
    [InlineData("claude-haiku-4-5-20251001", false)]
    [InlineData("something-else", false)]
    public void What_is_expected_to_be_read_is_reserved_where_reads_are_charged(string model, bool charged)
    {
        var bench = Warm(model);
        var attempt = bench.Send(bench.Enter(Request(bench, model)));
        Assert.Equal((Prefix, 0), (attempt.Explanation.Expected.Read, attempt.Explanation.Expected.Charged));
        Assert.Equal(charged ? Limit - Prefix : Limit, Left(bench));
    }

    [Theory]
    [InlineData("gpt-6.2-sol", true)]
    [InlineData("claude-haiku-4-5-20251001", false)]
    public void A_request_waits_for_what_it_reads_where_reads_are_charged(string model, bool charged)
    {
        var bench = Warm(model);
        bench.Send(bench.Enter(bench.Request(Prompt.For(model).Turn("much", 95_000).Outline(), session: "other")));
        var decision = bench.Decide(bench.Enter(Request(bench, model)));
        if (charged)
        {
            Assert.Equal(bench.Now.AddSeconds(3), Assert.IsType<Decision.Wait>(decision).Until, TimeSpan.FromSeconds(0.1)); // 5,000 tokens
        }
        else
        {
            Assert.IsType<Decision.Send>(decision);
        }
    }

    [Theory]
    [InlineData("gpt-6.2-sol", true)]
    [InlineData("claude-haiku-4-5-20251001", false)]
    public void What_was_read_in_the_end_takes_the_place_of_what_was_reserved(string model, bool charged)
    {
        var bench = Warm(model);
        var attempt = bench.Send(bench.Enter(Request(bench, model)));
        bench.Router.Began(attempt, new ResponseFacts("org-a", "ws-a", null), bench.Now);
        bench.Router.Ended(attempt, new Usage(Input: 1_000, CacheWrite5m: 0, CacheWrite1h: 2_000, CacheRead: 30_000, Output: 200), bench.Now);
        Assert.Equal(Limit - 3_000 - (charged ? 30_000 : 0), Left(bench));
    }

    [Fact]
    public void A_request_that_is_refused_gives_back_its_reads_too()
    {
        var bench = Warm("gpt-6.2-sol");
        bench.Fail(bench.Send(bench.Enter(Request(bench, "gpt-6.2-sol"))), 400, "invalid_request_error");
        Assert.Equal(Limit, Left(bench));
    }

    // A key that holds the prompt, and has all of its limit again.
    private static RouterBench Warm(string model)
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: Limit);
        bench.Serve(Request(bench, model));
        bench.Pass(60);
        return bench;
    }

    private static RoutingRequest Request(RouterBench bench, string model) =>
        bench.Request(Prompt.For(model).Front("tools", Prefix).Mark().Outline());

    private static long Left(RouterBench bench) =>
        bench.Router.View(bench.Now).Keys.Single().Headroom.Single(pool => pool.InputTokens is not null).InputTokens!.Remaining;
}
