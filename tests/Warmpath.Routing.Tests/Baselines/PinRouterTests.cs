using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>The session pins of field-notes.md 2.2, peer by peer.</summary>
public class PinRouterTests
{
    private static readonly Usage Cached = new(10, 2_000, 0, 0, 5);

    [Theory]
    [InlineData("bifrost", 3_600)]
    [InlineData("cliproxy", 3_600)]
    [InlineData("vercel", 3_600)]
    [InlineData("openrouter", 600)]
    [InlineData("new-api", 3_600)]
    public void A_pin_that_use_renews_outlives_any_number_of_shorter_pauses(string peer, int lifeSeconds)
    {
        var bench = new BaselineBench(peer);
        var key = bench.Serve("s", usage: Cached);

        Assert.All(Enumerable.Range(0, 20), i =>
        {
            bench.Serve($"other{i}");
            bench.Now += TimeSpan.FromSeconds(lifeSeconds - 10);
            Assert.Equal(key, bench.Serve("s"));
        });
    }

    [Fact]
    public void Bifrost_retries_a_429_three_times_on_the_pinned_key_after_longer_and_longer_pauses()
    {
        var bench = new BaselineBench("bifrost");
        var key = bench.Serve("s");
        var ticket = bench.Enter("s");
        foreach (var pause in (double[])[0.5, 1, 2])
        {
            var attempt = bench.Send(ticket);
            Assert.Equal((key, NextStep.DecideAgain), (attempt.Key.Name, bench.Refuse(attempt, 30)));
            Assert.Equal(pause, bench.Held(ticket));
            bench.Now += TimeSpan.FromSeconds(pause);
        }

        Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(ticket), 30));
        Assert.Equal(key, bench.Serve("s"));
    }

    [Fact]
    public void Bifrost_stays_with_the_first_pick_of_a_request_that_has_no_pin_yet()
    {
        var bench = new BaselineBench("bifrost");
        var ticket = bench.Enter("s");
        var first = bench.Send(ticket);
        bench.Refuse(first);
        bench.Now += TimeSpan.FromSeconds(1);

        Assert.Equal(first.Key.Name, bench.Send(ticket).Key.Name);
    }

    [Fact]
    public void Cliproxy_takes_turns_pins_at_the_pick_and_takes_the_pin_along_when_a_key_fails()
    {
        var bench = new BaselineBench("cliproxy");
        var ticket = bench.Enter("s1");
        Assert.Equal("a", bench.Send(bench.Enter("s1")).Key.Name);
        Assert.Equal("b", bench.Send(bench.Enter("s2")).Key.Name);

        bench.Refuse(bench.Send(ticket), 5);
        var second = bench.Send(ticket).Key.Name;
        bench.Now += TimeSpan.FromSeconds(61);
        Assert.NotEqual("a", second);
        Assert.Equal(second, bench.Serve("s1"));
    }

    [Fact]
    public void Cliproxy_waits_for_a_key_that_is_back_within_30_seconds_and_not_for_one_that_is_not()
    {
        var bench = new BaselineBench("cliproxy", keys: 1);
        Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(bench.Enter("s")), 5));
        bench.Now += TimeSpan.FromSeconds(29);
        Assert.Equal(31, bench.RefusedFor(bench.Enter("s")));

        bench.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(30, bench.Held(bench.Enter("s")));
    }

    [Fact]
    public void Cliproxy_tries_three_more_keys_and_no_fifth()
    {
        var bench = new BaselineBench("cliproxy", keys: 6);
        var ticket = bench.Enter("s");

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(NextStep.DecideAgain, bench.Refuse(bench.Send(ticket))));
        Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(ticket)));
    }

    [Fact]
    public void Cliproxy_pins_every_model_of_a_session_by_itself_and_fill_first_takes_the_first_for_all()
    {
        static string[] Keys(string peer)
        {
            var bench = new BaselineBench(peer);
            return [.. ((string[])["sonnet", "haiku"]).Select(model => bench.Serve("s", Testing.Prompt.For(model).Front("front", 5_000).Mark().Outline()))];
        }

        Assert.Equal(["a", "b"], Keys("cliproxy"));
        Assert.Equal(["a", "a"], Keys("cliproxy/fill-first"));
    }

    [Fact]
    public void Vercel_goes_down_the_list_and_stays_with_the_last_that_answered()
    {
        var bench = new BaselineBench("vercel");
        Assert.Equal("a", bench.Serve("s"));
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket), status: 529);
        var second = bench.Send(ticket);
        bench.Router.Ended(second, null, bench.Now);

        Assert.Equal(["b", "b", "a"], [second.Key.Name, bench.Serve("s"), bench.Serve("new")]);
    }

    [Fact]
    public void Vercel_hands_the_last_answer_on_when_every_key_has_failed_once()
    {
        var bench = new BaselineBench("vercel");
        var ticket = bench.Enter("s");

        Assert.Equal(
            [NextStep.DecideAgain, NextStep.DecideAgain, NextStep.ReturnAnswer],
            [bench.Refuse(bench.Send(ticket)), bench.Refuse(bench.Send(ticket)), bench.Refuse(bench.Send(ticket))]);
    }

    [Fact]
    public void Openrouter_pins_only_after_an_answer_that_used_the_cache()
    {
        var bench = new BaselineBench("openrouter");
        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => bench.Serve("s", usage: new Usage(100, 0, 0, 0, 5))).Distinct().Count());

        var key = bench.Serve("s", usage: Cached);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(key, bench.Serve("s")));
    }

    [Fact]
    public void Openrouter_serves_a_failure_elsewhere_and_returns_to_its_pin()
    {
        var bench = new BaselineBench("openrouter");
        var key = bench.Serve("s", usage: Cached);
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket));
        var elsewhere = bench.Send(ticket);
        bench.Router.Ended(elsewhere, Cached, bench.Now);

        Assert.NotEqual(key, elsewhere.Key.Name);
        Assert.Equal(key, bench.Serve("s"));
    }

    [Fact]
    public void Openrouter_knows_a_conversation_without_a_session_by_its_beginning()
    {
        var bench = new BaselineBench("openrouter");
        var key = bench.Serve(null, BaselineBench.Prompt(("task", 2_000)), Cached);

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(key, bench.Serve(null, BaselineBench.Prompt(("task", 2_000), ($"turn{i}", 100)))));
        Assert.Equal(3, Enumerable.Range(0, 30).Select(i => bench.Serve(null, BaselineBench.Prompt(($"task{i}", 2_000)))).Distinct().Count());
    }

    [Theory]
    [InlineData(503, null, 60)]
    [InlineData(500, null, 300)]
    [InlineData(529, null, 600)]
    [InlineData(401, null, 1_800)]
    [InlineData(403, null, 1_800)]
    [InlineData(429, 17.0, 17)]
    [InlineData(429, null, 300)]
    public void Crs_takes_a_key_out_for_as_long_as_the_failure_says(int status, double? retryAfter, double outSeconds)
    {
        var bench = new BaselineBench("crs", keys: 1);
        bench.Refuse(bench.Send(bench.Enter("s")), retryAfter, status);

        Assert.Equal(outSeconds, bench.RefusedFor(bench.Enter("s")));
    }

    [Fact]
    public void Crs_pins_for_an_hour_from_the_first_pick_whatever_comes_later()
    {
        var bench = new BaselineBench("crs");
        Assert.Equal(["a", "b"], [bench.Serve("s"), bench.Serve("t")]);
        bench.Now += TimeSpan.FromMinutes(50);
        Assert.Equal("a", bench.Serve("s"));

        // 70 minutes after the pick the pin is gone, and key c has never been used.
        bench.Now += TimeSpan.FromMinutes(20);
        Assert.Equal("c", bench.Serve("s"));
    }

    [Fact]
    public void Crs_pins_anew_when_the_key_is_out()
    {
        var bench = new BaselineBench("crs");
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket), 5);
        Assert.Equal("b", bench.Send(ticket).Key.Name);

        bench.Now += TimeSpan.FromSeconds(6);
        Assert.Equal("b", bench.Serve("s"));
    }

    [Fact]
    public void New_api_hands_every_failure_on_and_keeps_the_pin()
    {
        var bench = new BaselineBench("new-api");
        var key = bench.Serve("s");

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(bench.Enter("s")), 30)));
        Assert.Equal(key, bench.Serve("s"));
    }

    [Fact]
    public void Ccflare_serves_a_failure_elsewhere_and_snaps_back_when_the_key_has_rested()
    {
        var bench = new BaselineBench("ccflare");
        var key = bench.Serve("s");
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket), 20);
        Assert.NotEqual(key, bench.Send(ticket).Key.Name);

        bench.Now += TimeSpan.FromSeconds(20);
        Assert.Equal(key, bench.Serve("s"));
    }

    [Fact]
    public void Ccflare_rests_a_key_30_60_120_240_and_then_300_seconds_but_never_past_the_reset()
    {
        var bench = new BaselineBench("ccflare", keys: 1);
        foreach (var rest in (double[])[30, 60, 120, 240, 300, 300])
        {
            bench.Refuse(bench.Send(bench.Enter("s")), 1_000);
            Assert.Equal(rest, bench.RefusedFor(bench.Enter("s")));
            bench.Now += TimeSpan.FromSeconds(rest);
        }

        bench.Refuse(bench.Send(bench.Enter("s")), 7);
        Assert.Equal(7, bench.RefusedFor(bench.Enter("s")));
    }

    [Fact]
    public void Ccflare_bears_any_number_of_429s_in_a_row()
    {
        var bench = new BaselineBench("ccflare", keys: 1);
        for (var refusal = 0; refusal < 100; refusal++)
        {
            bench.Refuse(bench.Send(bench.Enter("s")), 7);
            bench.Now += TimeSpan.FromSeconds(7);
        }
    }

    [Theory]
    [InlineData(7, 30)]
    [InlineData(1_000, 1_000)]
    public void Ccflare_may_also_rest_a_key_for_the_longer_of_back_off_and_reset(double reset, double rest)
    {
        var bench = new BaselineBench("ccflare/longer-rest", keys: 1);
        bench.Refuse(bench.Send(bench.Enter("s")), reset);

        Assert.Equal(rest, bench.RefusedFor(bench.Enter("s")));
    }

    [Fact]
    public void Ccflare_moves_on_a_429_without_headers_and_rests_nobody()
    {
        var bench = new BaselineBench("ccflare", keys: 2);
        var ticket = bench.Enter("s");
        var first = bench.Send(ticket);
        bench.Refuse(first);

        Assert.NotEqual(first.Key.Name, bench.Send(ticket).Key.Name);
        Assert.Equal(first.Key.Name, bench.Serve("s"));
    }

    [Fact]
    public void Ccflare_tries_an_overloaded_key_twice_more_then_rests_it_10_seconds_and_lets_one_request_probe_it()
    {
        var bench = new BaselineBench("ccflare", keys: 2);
        var ticket = bench.Enter("s");
        Assert.All(Enumerable.Range(0, 3), _ =>
        {
            var attempt = bench.Send(ticket);
            Assert.Equal(("a", NextStep.DecideAgain), (attempt.Key.Name, bench.Refuse(attempt, status: 529)));
        });
        Assert.Equal("b", bench.Send(ticket).Key.Name);

        bench.Now += TimeSpan.FromSeconds(10);
        var probe = bench.Send(bench.Enter("s"));
        Assert.Equal(["a", "b"], [probe.Key.Name, bench.Send(bench.Enter("s")).Key.Name]);
        bench.Router.Began(probe, Routing.Deciding.ResponseFacts.None, bench.Now);
        Assert.Equal("a", bench.Send(bench.Enter("s")).Key.Name);
    }

    [Fact]
    public void Ccflare_gives_a_new_session_to_the_least_used_key_that_was_not_picked_just_now()
    {
        var bench = new BaselineBench("ccflare", keys: 2);
        Assert.Equal(["a", "a", "a"], [bench.Serve("s"), bench.Serve("s"), bench.Serve("s")]);

        // Of four picks a has three (75 %); b has one (25 %), but was picked now: 125.
        Assert.Equal(["b", "a"], [bench.Send(bench.Enter("t")).Key.Name, bench.Send(bench.Enter("u")).Key.Name]);
        bench.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("b", bench.Send(bench.Enter("v")).Key.Name);
    }

    [Fact]
    public void An_error_of_the_client_goes_back_as_it_came() => Assert.All(
        (string[])["bifrost", "cliproxy", "vercel", "openrouter", "crs", "new-api", "ccflare"],
        peer => Assert.Equal(NextStep.ReturnAnswer, new BaselineBench(peer) is var bench ? bench.Refuse(bench.Send(bench.Enter("s")), status: 400) : default));
}
