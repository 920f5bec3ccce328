using Warmpath.Routing.Baselines;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>The behaviour that field-notes.md 2.1 describes.</summary>
public class LiteLlmRouterTests
{
    [Fact]
    public void Prompt_caching_finds_an_identical_prompt_again()
    {
        var bench = new BaselineBench("litellm-prompt-caching");
        var prompt = BaselineBench.Prompt(("task", 3_000));
        var key = bench.Serve("s", prompt);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(key, bench.Serve("s", prompt)));
    }

    [Fact]
    public void Prompt_caching_never_finds_the_next_turn_since_its_marker_has_moved()
    {
        var bench = new BaselineBench("litellm-prompt-caching");
        var turns = new List<(string, int)> { ("task", 3_000) };
        var keys = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            keys.Add(bench.Serve("s", BaselineBench.Prompt([.. turns])));
            turns.Add(($"turn{i}", 500));
        }

        Assert.Equal(3, keys.Distinct().Count());
        Assert.InRange(keys.Zip(keys.Skip(1)).Count(pair => pair.First == pair.Second), 2, 18); // about one in three by chance
    }

    [Fact]
    public void Prompt_caching_does_not_count_tools_and_system_towards_the_minimum()
    {
        var bench = new BaselineBench("litellm-prompt-caching");
        var prompt = BaselineBench.Prompt(("short", 500));

        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => bench.Serve("s", prompt)).Distinct().Count());
    }

    [Fact]
    public void Prompt_caching_has_no_pin_while_the_first_answer_streams_and_forgets_it_after_five_minutes()
    {
        var bench = new BaselineBench("litellm-prompt-caching");
        var prompt = BaselineBench.Prompt(("task", 3_000));
        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => bench.Send(bench.Enter("s", prompt)).Key.Name).Distinct().Count());

        bench.Serve("s", prompt);
        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ =>
        {
            bench.Now += TimeSpan.FromMinutes(6);
            return bench.Serve("s", prompt);
        }).Distinct().Count());
    }

    [Fact]
    public void Session_affinity_pins_the_session_for_an_hour_from_its_last_try()
    {
        var bench = new BaselineBench("litellm-session-affinity");
        var key = bench.Serve("s");

        Assert.All(Enumerable.Range(0, 5), _ =>
        {
            bench.Now += TimeSpan.FromMinutes(50);
            Assert.Equal(key, bench.Serve("s"));
        });
    }

    [Fact]
    public void A_refused_key_cools_down_for_its_retry_after_and_the_request_goes_elsewhere_at_once_taking_the_pin_along()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 2);
        var ticket = bench.Enter("s");
        var first = bench.Send(ticket);

        Assert.Equal(NextStep.DecideAgain, bench.Refuse(first, 30));
        var second = bench.Send(ticket);
        Assert.NotEqual(first.Key.Name, second.Key.Name);
        bench.Now += TimeSpan.FromSeconds(31);
        Assert.Equal(second.Key.Name, bench.Serve("s"));
    }

    [Fact]
    public void When_every_key_cools_down_the_client_gets_a_429_at_once_and_no_retry_after()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 2);
        bench.Refuse(bench.Send(bench.Enter("s1")), 30);
        bench.Refuse(bench.Send(bench.Enter("s2")), 20);

        var refusal = Assert.IsType<Decision.Refuse>(bench.Router.Decide(bench.Enter("s3"), bench.Now)).Refusal;
        Assert.Equal((RefusalKind.Limited, (TimeSpan?)null), (refusal.Kind, refusal.RetryAfter));
    }

    [Fact]
    public void With_retry_after_forwarded_the_client_hears_the_smallest_cooldown()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 2, new BaselineOptions { LiteLlmForwardsRetryAfter = true });
        bench.Refuse(bench.Send(bench.Enter("s1")), 30);
        bench.Refuse(bench.Send(bench.Enter("s2")), 20);

        var refusal = Assert.IsType<Decision.Refuse>(bench.Router.Decide(bench.Enter("s3"), bench.Now)).Refusal;
        Assert.Equal(TimeSpan.FromSeconds(20), refusal.RetryAfter);
    }

    [Fact]
    public void A_single_key_never_cools_down_but_is_retried_after_its_retry_after_twice()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 1);
        var ticket = bench.Enter("s");
        for (var retry = 0; retry < 2; retry++)
        {
            bench.Refuse(bench.Send(ticket), 7);
            Assert.Equal(bench.Now.AddSeconds(7), Assert.IsType<Decision.Wait>(bench.Router.Decide(ticket, bench.Now)).Until);
            bench.Now += TimeSpan.FromSeconds(7);
        }

        bench.Refuse(bench.Send(ticket), 7);
        Assert.IsType<Decision.Refuse>(bench.Router.Decide(ticket, bench.Now));
    }

    [Fact]
    public void Session_affinity_pins_a_session_in_each_model_group_by_itself()
    {
        var bench = new BaselineBench("litellm-session-affinity");
        var haiku = BaselineBench.PromptFor("haiku", ("task", 2_000));
        var keys = Enumerable.Range(0, 20).Select(i => (Sonnet: bench.Serve($"s{i}"), Haiku: bench.Serve($"s{i}", haiku), Again: bench.Serve($"s{i}"))).ToList();

        Assert.All(keys, key => Assert.Equal(key.Sonnet, key.Again));
        Assert.Contains(keys, key => key.Sonnet != key.Haiku);
    }

    [Fact]
    public void Without_repin_the_pin_stays_while_its_row_cools_and_the_session_returns()
    {
        var bench = new BaselineBench("litellm-session-affinity/no-repin", keys: 2);
        var ticket = bench.Enter("s");
        var first = bench.Send(ticket);
        bench.Refuse(first, 30);
        Assert.NotEqual(first.Key.Name, bench.Send(ticket).Key.Name);

        bench.Now += TimeSpan.FromSeconds(31);
        Assert.Equal(first.Key.Name, bench.Serve("s"));
    }

    [Fact]
    public void Prompt_caching_lets_model_groups_overwrite_each_other_s_pins()
    {
        var bench = new BaselineBench("litellm-prompt-caching", options: new BaselineOptions { ContentOf = _ => 7 });
        var haiku = BaselineBench.PromptFor("haiku", ("task", 3_000));
        var keys = Enumerable.Range(0, 30).Select(_ =>
        {
            bench.Serve("s", haiku);
            return bench.Serve("s", BaselineBench.Prompt(("task", 3_000)));
        });

        Assert.Equal(3, keys.Distinct().Count());
    }

    [Fact]
    public void With_both_checks_session_affinity_catches_what_prompt_caching_misses()
    {
        var bench = new BaselineBench("litellm-both");
        var prompt = BaselineBench.Prompt(("task", 3_000));
        var key = bench.Serve("s", prompt);

        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(key, bench.Serve("s", BaselineBench.Prompt(("task", 3_000), ($"turn{i}", 500)))));
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(key, bench.Serve($"other{i}", prompt)));
    }

    [Fact]
    public void A_single_key_of_which_a_thousand_requests_have_all_failed_within_a_minute_cools_down()
    {
        var bench = new BaselineBench("litellm-session-affinity", keys: 1);
        for (var failure = 0; failure < 1_000; failure++)
        {
            bench.Refuse(bench.Send(bench.Enter("s")), status: 500);
        }

        Assert.IsType<Decision.Refuse>(bench.Router.Decide(bench.Enter("s"), bench.Now));
        bench.Now += TimeSpan.FromSeconds(5);
        Assert.Equal("a", bench.Serve("s"));
    }

    [Fact]
    public void An_error_of_the_client_goes_back_as_it_came() =>
        Assert.Equal(NextStep.ReturnAnswer, new BaselineBench("litellm-session-affinity") is var bench
            ? bench.Refuse(bench.Send(bench.Enter("s")), status: 400)
            : default);
}
