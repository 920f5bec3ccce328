using Warmpath.Routing.Deciding;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>A row is a key for one model (field-notes.md 2): what one model meets there says nothing of others.</summary>
public class RowTests
{
    private static readonly Outline Haiku = BaselineBench.PromptFor("haiku", ("task", 2_000));

    [Theory]
    [InlineData("litellm-session-affinity")]
    [InlineData("litellm-prompt-caching")]
    [InlineData("cliproxy")]
    [InlineData("crs")]
    [InlineData("ccflare")]
    public void A_model_that_is_limited_on_every_key_leaves_the_keys_to_other_models(string peer)
    {
        var bench = new BaselineBench(peer, keys: 2);
        bench.Refuse(bench.Send(bench.Enter("s1")), 300);
        bench.Refuse(bench.Send(bench.Enter("s1")), 300);

        Assert.IsType<Decision.Refuse>(bench.Router.Decide(bench.Enter("s2"), bench.Now));
        Assert.IsType<Decision.Send>(bench.Router.Decide(bench.Enter("s3", Haiku), bench.Now));
    }

    [Fact]
    public void Sglang_s_breakers_are_a_model_s_own()
    {
        var bench = new BaselineBench("sglang-cache-aware", keys: 1);
        for (var failure = 0; failure < 5; failure++)
        {
            bench.Refuse(bench.Send(bench.Enter($"s{failure}")), status: 500);
        }

        Assert.IsType<Decision.Refuse>(bench.Router.Decide(bench.Enter("s5"), bench.Now));
        Assert.IsType<Decision.Send>(bench.Router.Decide(bench.Enter("s6", Haiku), bench.Now));
    }

    [Fact]
    public void Litellm_counts_the_failures_of_a_minute_by_model()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 2);
        var key = bench.Serve("s");
        for (var failure = 0; failure < 3; failure++)
        {
            bench.Refuse(bench.Send(bench.Enter("s")), status: 500);
        }

        // With one more, four of five would have failed, which cools a row.
        for (var failure = 0; failure < 4; failure++)
        {
            bench.Refuse(bench.Send(bench.Enter("s", Haiku)), status: 500);
        }

        Assert.Equal(key, bench.Serve("s"));
    }

    [Fact]
    public void Least_busy_counts_a_model_s_own_requests()
    {
        var bench = new BaselineBench("least-busy", keys: 2);
        var sonnet = bench.Send(bench.Enter("s1")).Key.Name;

        // With haiku both keys are idle, and the lot draws either.
        Assert.Contains(Enumerable.Range(0, 20), _ =>
        {
            var attempt = bench.Send(bench.Enter("s2", Haiku));
            bench.Router.Abandoned(attempt, bench.Now);
            return attempt.Key.Name == sonnet;
        });
    }

    [Theory]
    [InlineData("crs")]
    [InlineData("ccflare")]
    [InlineData("session-sticky")]
    public void A_pin_on_a_key_holds_for_all_models_of_a_session(string peer)
    {
        var bench = new BaselineBench(peer);

        Assert.Equal(["a", "b", "b"], [bench.Serve("s1"), bench.Serve("s2"), bench.Serve("s2", Haiku)]);
    }

    [Fact]
    public void Teamclaude_pauses_the_whole_account()
    {
        var bench = new BaselineBench("teamclaude");
        bench.Refuse(bench.Send(bench.Enter("s1")), 20);

        Assert.Equal(20, bench.Held(bench.Enter("s2", Haiku)));
    }
}
