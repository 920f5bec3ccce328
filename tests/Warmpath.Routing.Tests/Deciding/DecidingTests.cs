using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

public class DecidingTests
{
    private const string Sonnet = "claude-sonnet-4-6"; // input 3, 5m write 3.75, read 0.30 $ per million tokens

    private static Prompt Base() => Prompt.For(Sonnet).Front("tools and system", 20_000).Mark();

    private static Outline Turns(int turns, string conversation = "c")
    {
        var prompt = Base();
        for (var i = 0; i < turns; i++)
        {
            prompt.Turn($"{conversation}{i}", 2_000);
        }

        return prompt.Mark().Outline();
    }

    private static Outline Warm60K(int turns) => Prompt.For(Sonnet).Front("f", 20_000).Mark().Turn("a", 38_000).Turn($"t{turns}", 2_000).Mark().Outline();

    [Fact]
    public void A_lineage_is_placed_once_and_stays_at_home()
    {
        var bench = new RouterBench("a", "b", "c");
        var first = bench.Serve(bench.Request(Turns(1)));
        Assert.True(first is { GivesHome: true, AtHome: false, AwayFromHome: false });
        for (var turn = 2; turn < 8; turn++)
        {
            bench.Pass(20);
            var next = bench.Serve(bench.Request(Turns(turn)));
            Assert.Equal(first.Key.Id, next.Key.Id);
            Assert.True(next is { GivesHome: false, AtHome: true, AwayFromHome: false });
            Assert.Equal(20_000 + ((turn - 1) * 2_000), next.Explanation.Expected.Read);
        }
    }

    [Fact]
    public void A_new_lineage_goes_where_its_front_is_warm()
    {
        var bench = new RouterBench("a", "b", "c");
        var first = bench.Serve(bench.Request(Turns(1), session: "s1"));
        var second = bench.Serve(bench.Request(Turns(1, "other"), session: "s2"));
        Assert.Equal(first.Key.Id, second.Key.Id);
        Assert.Equal(20_000, second.Explanation.Expected.Read);
    }

    [Fact]
    public void Without_a_warm_front_new_lineages_spread_over_organizations()
    {
        var bench = new RouterBench("a", "b", "c");
        var keys = Enumerable.Range(0, 9).Select(i => bench.Serve(bench.Request(
            Prompt.For(Sonnet).Front($"front {i}", 20_000).Turn("x", 2_000).Mark().Outline(), session: $"s{i}")).Key.Id.Value).ToList();
        Assert.All(new[] { "a", "b", "c" }, key => Assert.Equal(3, keys.Count(k => k == key)));
    }

    [Fact]
    public void A_subagent_is_a_lineage_of_its_own_and_titles_neither_make_nor_move_a_home()
    {
        var bench = new RouterBench("a", "b");
        var main = bench.Serve(bench.Request(Turns(1)));
        var title = bench.Serve(bench.Request(Prompt.For(Sonnet).Turn("title", 500).Outline()));
        Assert.True(title is { GivesHome: false, AwayFromHome: false });
        var agent = bench.Serve(bench.Request(Prompt.For(Sonnet).Front("agent front", 20_000).Turn("x", 2_000).Mark().Outline(), agent: "a1"));
        Assert.True(agent.GivesHome);
        Assert.NotEqual(main.Key.Id, agent.Key.Id);
        Assert.Equal(main.Key.Id, bench.Serve(bench.Request(Turns(2))).Key.Id);
    }

    // Write 60K tokens elsewhere: 60,000 x 3.75 / 1e6 = $0.225. Read 58K here: $0.0174, write 2K: $0.0075; 1.2 s at 60 $/h: $0.02.
    // Together $0.045 < $0.225: it waits. 40 s at 60 $/h alone are $0.667: it moves.
    [Theory]
    [InlineData(1.2, 60, true)]
    [InlineData(40, 60, false)]
    [InlineData(40, 0, true)]
    public void A_warm_60K_session_waits_or_moves_as_the_arithmetic_says(double retryAfter, double valueOfTime, bool stays)
    {
        var bench = new RouterBench("a", "b") { ValueOfTime = valueOfTime };
        var home = bench.Serve(bench.Request(Warm60K(1)));
        bench.Pass(10);
        var ticket = bench.Enter(bench.Request(Prompt.For(Sonnet).Front("f", 20_000).Mark().Turn("a", 38_000).Turn("t1", 2_000).Turn("t2", 2_000).Mark().Outline()));
        var refused = bench.Send(ticket);
        Assert.Equal(home.Key.Id, refused.Key.Id);
        Assert.Equal(NextStep.DecideAgain, bench.Fail(refused, 429, "rate_limit_error", "rate limit", retryAfter));
        if (stays)
        {
            var wait = Assert.IsType<Decision.Wait>(bench.Decide(ticket));
            Assert.Equal(bench.Now + TimeSpan.FromSeconds(retryAfter), wait.Until);
            bench.Now = wait.Until;
            Assert.Equal(home.Key.Id, bench.Send(ticket).Key.Id);
        }
        else
        {
            var moved = bench.Send(ticket);
            Assert.NotEqual(home.Key.Id, moved.Key.Id);
            Assert.True(moved.AwayFromHome);
        }
    }

    [Fact]
    public void Keys_of_one_organization_share_its_throttle()
    {
        var bench = new RouterBench();
        bench.Add("a1", "org", "w1");
        bench.Add("a2", "org", "w2");
        var ticket = bench.Enter(bench.Request(Turns(1)));
        var attempt = bench.Send(ticket);
        bench.Add("b");
        bench.Fail(attempt, 429, "rate_limit_error", "rate limit", 45);
        Assert.Equal((KeyStatus.Throttled, KeyStatus.Throttled, KeyStatus.Healthy), (bench.StatusOf("a1"), bench.StatusOf("a2"), bench.StatusOf("b")));
        Assert.Equal("b", bench.Send(ticket).Key.Name);
    }

    [Fact]
    public void Siblings_wait_for_the_first_byte_of_the_one_that_writes_their_cold_prefix()
    {
        var bench = new RouterBench("a", "b", "c");
        var woken = 0;
        var leader = bench.Enter(bench.Request(Turns(1, "x0"), agent: "0"));
        var lead = bench.Send(leader);
        var followers = Enumerable.Range(1, 7).Select(i => bench.Enter(bench.Request(Turns(1, $"x{i}"), agent: $"{i}"), () => woken++)).ToList();
        Assert.All(followers, follower => Assert.IsType<Decision.Wait>(bench.Decide(follower)));
        bench.Pass(0.9);
        bench.Router.Began(lead, ResponseFacts.None, bench.Now);
        Assert.Equal(7, woken);
        Assert.All(followers, follower =>
        {
            var attempt = bench.Send(follower);
            Assert.Equal((lead.Key.Id, 20_000), (attempt.Key.Id, attempt.Explanation.Expected.Read));
        });
    }

    [Fact]
    public void Followers_are_woken_when_their_leader_fails()
    {
        var bench = new RouterBench("a");
        var lead = bench.Send(bench.Enter(bench.Request(Turns(1, "x0"), agent: "0")));
        var woken = 0;
        var follower = bench.Enter(bench.Request(Turns(1, "x1"), agent: "1"), () => woken++);
        Assert.IsType<Decision.Wait>(bench.Decide(follower));
        bench.Router.Abandoned(lead, bench.Now);
        Assert.True(woken > 0);
        Assert.Equal(0, bench.Send(follower).Explanation.Expected.Read);
    }

    [Fact]
    public void Followers_lose_patience_with_a_leader_that_hangs()
    {
        var bench = new RouterBench("a");
        bench.Send(bench.Enter(bench.Request(Turns(1, "x0"), agent: "0")));
        var follower = bench.Enter(bench.Request(Turns(1, "x1"), agent: "1"));
        while (bench.Decide(follower) is Decision.Wait wait)
        {
            bench.Now = wait.Until;
        }

        Assert.True(bench.Now - RouterBench.Start < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_dead_prefix_is_a_free_moment_and_a_live_one_lasts_to_the_instant()
    {
        var bench = new RouterBench("a");
        bench.Serve(bench.Request(Turns(2)), seconds: 0);
        bench.Now = RouterBench.Start.AddMinutes(5);
        Assert.True(bench.Send(bench.Enter(bench.Request(Turns(3)))).Explanation.Expected.Read > 0);
        bench.Now = RouterBench.Start.AddMinutes(5).AddTicks(1);
        var cold = new RouterBench("a");
        cold.Serve(cold.Request(Turns(2)), seconds: 0);
        cold.Now = bench.Now;
        Assert.Equal(0, cold.Send(cold.Enter(cold.Request(Turns(3)))).Explanation.Expected.Read);
    }

    [Fact]
    public void An_invalid_key_costs_its_lineages_no_cache_where_another_key_opens_the_same_workspace()
    {
        var bench = new RouterBench();
        bench.Add("k1", "org", "w");
        bench.Add("k2", "org", "w");
        var home = bench.Serve(bench.Request(Turns(1)));
        bench.Add("other");
        var ticket = bench.Enter(bench.Request(Turns(2)));
        bench.Fail(bench.Send(ticket), 401, "authentication_error", "invalid x-api-key");
        var next = bench.Send(ticket);
        Assert.True(next.AtHome);
        Assert.NotEqual(home.Key.Id, next.Key.Id);
        Assert.Equal(22_000, next.Explanation.Expected.Read);
    }

    [Fact]
    public void Out_of_credit_is_about_the_organization_and_a_free_check_brings_it_back()
    {
        var bench = new RouterBench("a");
        bench.Add("a2", "org-a", "w2");
        bench.Fail(bench.Send(bench.Enter(bench.Request(Turns(1)))), 400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.");
        Assert.Equal((KeyStatus.OutOfCredit, KeyStatus.OutOfCredit), (bench.StatusOf("a"), bench.StatusOf("a2")));
        var refusal = Assert.IsType<Decision.Refuse>(bench.Decide(bench.Enter(bench.Request(Turns(1))))).Refusal;
        Assert.Equal(RefusalKind.NoUsableKey, refusal.Kind);
        Assert.Contains("a is out of credit", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Router.DueChecks(bench.Now));
        Assert.Equal(bench.Now.AddSeconds(30), bench.Router.NextCheckAt);
        bench.Pass(31);
        var due = Assert.Single(bench.Router.DueChecks(bench.Now));
        Assert.Empty(bench.Router.DueChecks(bench.Now));
        bench.Router.Checked(due, ResponseFacts.None, null, bench.Now);
        Assert.Equal(KeyStatus.Healthy, bench.StatusOf("a2"));
        Assert.Null(bench.Router.NextCheckAt);
        Assert.IsType<Decision.Send>(bench.Decide(bench.Enter(bench.Request(Turns(1)))));
    }

    [Fact]
    public void Conversations_that_begin_at_once_are_spread_before_any_has_been_answered()
    {
        var bench = new RouterBench("a", "b");
        var keys = Enumerable.Range(0, 3).Select(i => bench.Serve(New(i)).Key.Name).ToList();
        var (two, one) = keys.Count(key => key == "a") == 2 ? ("a", "b") : ("b", "a");

        var attempts = Enumerable.Range(3, 3).Select(i => bench.Send(bench.Enter(New(i)))).ToList();
        Assert.Equal([one, two, one], attempts.Select(attempt => attempt.Key.Name));

        // Who fails comes to nobody any more.
        bench.Fail(attempts[0], 400);
        bench.Fail(attempts[2], 400);
        Assert.Equal(one, bench.Send(bench.Enter(New(6))).Key.Name);

        RoutingRequest New(int i) => bench.Request(
            Prompt.For(Sonnet).Front($"front{i}", 20_000).Mark().Turn("t", 1_000).Mark().Outline(), session: $"s{i}");
    }

    [Theory]
    [InlineData(529)]
    [InlineData(500)]
    public void An_overload_is_tried_once_more_in_place_before_anybody_is_blamed(int status)
    {
        var bench = new RouterBench("a", "b");
        var attempt = bench.Send(bench.Enter(bench.Request(Turns(1))));
        bench.Pass(2);
        Assert.Equal(NextStep.TryInPlace, bench.Fail(attempt, status));
        Assert.Equal(bench.Now + Attempt.PauseInPlace, attempt.SentAt);
        Assert.All(attempt.Touches, touch => Assert.Equal(attempt.SentAt, touch.At));
        Assert.Equal(KeyStatus.Healthy, bench.StatusOf(attempt.Key.Name));
        Assert.Equal(NextStep.DecideAgain, bench.Fail(attempt, status));
        Assert.Equal(KeyStatus.Overloaded, bench.StatusOf(attempt.Key.Name));
        Assert.NotEqual(attempt.Key, bench.Send(attempt.Ticket).Key);
    }

    [Fact]
    public void An_answer_to_the_try_in_place_is_as_good_as_one_to_the_first()
    {
        var bench = new RouterBench("a", "b");
        var attempt = bench.Send(bench.Enter(bench.Request(Turns(1))));
        bench.Fail(attempt, 529);
        bench.Now = attempt.SentAt;
        bench.Answer(attempt);
        bench.Pass(10);
        var next = bench.Send(bench.Enter(bench.Request(Turns(2))));
        Assert.Equal((attempt.Key, true), (next.Key, next.Explanation.Expected.Read > 0));
        Assert.Equal(1, bench.Router.View(bench.Now).Keys.Sum(key => key.InFlight));
    }

    [Fact]
    public void An_overloaded_organization_lets_one_request_try_and_its_answer_lets_the_rest_in()
    {
        var bench = new RouterBench("a") { MaximumWait = TimeSpan.FromSeconds(120) };
        var overloaded = bench.Send(bench.Enter(bench.Request(Turns(1))));
        bench.Fail(overloaded, 529, "overloaded_error", "Overloaded");
        bench.Fail(overloaded, 529, "overloaded_error", "Overloaded");
        Assert.Equal(KeyStatus.Overloaded, bench.StatusOf("a"));
        var woken = 0;
        var first = bench.Enter(bench.Request(Turns(1), session: "s1"));
        var second = bench.Enter(bench.Request(Turns(1), session: "s2"), () => woken++);
        var until = Assert.IsType<Decision.Wait>(bench.Decide(first)).Until;
        Assert.IsType<Decision.Wait>(bench.Decide(second));
        bench.Now = until;
        var probe = bench.Send(first);
        Assert.IsType<Decision.Wait>(bench.Decide(second));
        bench.Answer(probe);
        Assert.True(woken > 0);
        Assert.IsType<Decision.Send>(bench.Decide(second));
    }

    [Fact]
    public void A_model_that_no_key_has_ends_in_the_providers_own_answer()
    {
        var bench = new RouterBench("a", "b");
        var nope = Prompt.For("claude-nope").Turn("x", 100).Outline();
        var ticket = bench.Enter(bench.Request(nope));
        bench.Fail(bench.Send(ticket), 404, "not_found_error", "model: claude-nope");
        bench.Fail(bench.Send(ticket), 404, "not_found_error", "model: claude-nope");
        Assert.Equal(RefusalKind.NoModel, Assert.IsType<Decision.Refuse>(bench.Decide(ticket)).Refusal.Kind);

        // The next one asks one key again, so that the client reads the provider's words, and no key is held ill.
        var again = bench.Enter(bench.Request(nope));
        bench.Fail(bench.Send(again), 404, "not_found_error", "model: claude-nope");
        Assert.Equal(RefusalKind.NoModel, Assert.IsType<Decision.Refuse>(bench.Decide(again)).Refusal.Kind);
        Assert.Equal(KeyStatus.Healthy, bench.StatusOf("a"));
        Assert.Equal("claude-nope", Assert.Single(bench.Router.View(bench.Now).Keys[0].BlockedModels).Model);
    }

    [Fact]
    public void A_model_that_one_key_lacks_is_not_missing_while_another_key_cannot_serve_in_time()
    {
        var bench = new RouterBench("a", "b");
        var lacking = bench.Send(bench.Enter(bench.Request(Turns(1))));
        bench.Fail(lacking, 404, "not_found_error", "model: x");
        bench.Fail(bench.Send(lacking.Ticket), 429, "rate_limit_error", "rate limit", 120);

        Assert.Equal(RefusalKind.Limited, Assert.IsType<Decision.Refuse>(bench.Decide(lacking.Ticket)).Refusal.Kind);
        Assert.Equal(RefusalKind.Limited, Assert.IsType<Decision.Refuse>(bench.Decide(bench.Enter(bench.Request(Turns(1))))).Refusal.Kind);
    }

    [Fact]
    public void An_overload_that_rests_longer_than_a_request_may_be_held_is_tried_once_more_at_its_deadline()
    {
        var bench = new RouterBench("a", "b") { MaximumWait = TimeSpan.FromSeconds(3) };
        var ticket = bench.Enter(bench.Request(Turns(1)));
        Overload(bench, ticket);
        Overload(bench, ticket);
        var deadline = bench.Now + bench.MaximumWait;
        Assert.Equal(deadline, Assert.IsType<Decision.Wait>(bench.Decide(ticket)).Until);

        bench.Now = deadline;
        Overload(bench, ticket);
        Assert.Equal(RefusalKind.Overloaded, Assert.IsType<Decision.Refuse>(bench.Decide(ticket)).Refusal.Kind);

        var next = bench.Enter(bench.Request(Turns(1)));
        bench.Now = Assert.IsType<Decision.Wait>(bench.Decide(next)).Until;
        bench.Answer(bench.Send(next));
        Assert.Contains(bench.Router.View(bench.Now).Keys, key => key.Status == KeyStatus.Healthy);
    }

    [Fact]
    public void What_may_not_be_held_at_all_tries_an_overloaded_upstream_once()
    {
        var bench = new RouterBench("a") { MaximumWait = TimeSpan.Zero };
        foreach (var _ in new[] { 1, 2 })
        {
            var ticket = bench.Enter(bench.Request(Turns(1)));
            Overload(bench, ticket);
            Assert.Equal(RefusalKind.Overloaded, Assert.IsType<Decision.Refuse>(bench.Decide(ticket)).Refusal.Kind);
        }
    }

    [Fact]
    public void An_upstream_that_cannot_be_reached_and_rests_too_long_is_tried_before_a_request_hears_of_it()
    {
        var bench = new RouterBench("a") { MaximumWait = TimeSpan.FromSeconds(3) };
        foreach (var _ in new[] { 1, 2 })
        {
            var ticket = bench.Enter(bench.Request(Turns(1)));
            bench.Router.Failed(bench.Send(ticket), new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
            Assert.Equal(RefusalKind.Unreachable, Assert.IsType<Decision.Refuse>(bench.Decide(ticket)).Refusal.Kind);
        }
    }

    private static void Overload(RouterBench bench, Ticket ticket)
    {
        var attempt = bench.Send(ticket);
        bench.Fail(attempt, 529, "overloaded_error", "Overloaded"); // and once more in place
        bench.Fail(attempt, 529, "overloaded_error", "Overloaded");
    }

    [Fact]
    public void What_a_key_has_used_of_its_limits_counts_on_when_its_organization_turns_out()
    {
        var bench = new RouterBench { MaximumWait = TimeSpan.FromSeconds(120) };
        bench.Router.SetKey(
            new()
            {
                Id = new("k"), Name = "k", Provider = "anthropic", BaseUrl = "http://127.0.0.1",
                Limits = new Dictionary<string, LimitSettings> { ["*"] = new(1, null, null) },
            },
            bench.Now);
        var attempt = bench.Send(bench.Enter(bench.Request(Turns(1))));
        bench.Router.Began(attempt, new ResponseFacts("org", "wrk", null), bench.Now);
        bench.Router.Ended(attempt, null, bench.Now);

        Assert.True(Assert.Single(bench.Router.View(bench.Now).Organizations).Id is { Id: "org", Discovered: true });
        Assert.IsType<Decision.Wait>(bench.Decide(bench.Enter(bench.Request(Turns(2)))));
    }

    [Fact]
    public void Limits_that_no_maximum_wait_covers_are_refused_at_once_with_the_true_time()
    {
        var bench = new RouterBench("a");
        bench.Fail(bench.Send(bench.Enter(bench.Request(Turns(1)))), 429, "rate_limit_error", "rate limit", 120);
        var refusal = Assert.IsType<Decision.Refuse>(bench.Decide(bench.Enter(bench.Request(Turns(1))))).Refusal;
        Assert.Equal((RefusalKind.Limited, TimeSpan.FromSeconds(120)), (refusal.Kind, refusal.RetryAfter));
    }

    [Fact]
    public void An_unreachable_organization_is_tried_once_and_then_refused()
    {
        var bench = new RouterBench("a", "b");
        var ticket = bench.Enter(bench.Request(Turns(1)));
        foreach (var _ in new[] { 1, 2 })
        {
            bench.Router.Failed(bench.Send(ticket), new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
        }

        Assert.Equal(RefusalKind.Unreachable, Assert.IsType<Decision.Refuse>(bench.Decide(ticket)).Refusal.Kind);
        Assert.Equal(KeyStatus.Unreachable, bench.StatusOf("a"));
    }

    [Fact]
    public void A_draining_key_keeps_its_warm_lineages_and_takes_no_new_one()
    {
        var bench = new RouterBench("a", "b");
        var home = bench.Serve(bench.Request(Turns(1)));
        bench.Add(home.Key.Name, draining: true);
        Assert.Equal(home.Key.Id, bench.Serve(bench.Request(Turns(2))).Key.Id);
        Assert.NotEqual(home.Key.Id, bench.Serve(bench.Request(Turns(1, "new"), session: "s2")).Key.Id);
        bench.Pass(400);
        Assert.NotEqual(home.Key.Id, bench.Serve(bench.Request(Turns(3))).Key.Id);
    }

    [Fact]
    public void Two_keys_turn_out_to_be_one_pool_after_a_response_each()
    {
        var bench = new RouterBench();
        foreach (var name in new[] { "k1", "k2" })
        {
            bench.Router.SetKey(new() { Id = new(name), Name = name, Provider = "anthropic", BaseUrl = "http://127.0.0.1" }, bench.Now);
        }

        Assert.Equal(2, bench.Router.View(bench.Now).Organizations.Count);
        for (var i = 0; i < 20; i++)
        {
            var ticket = bench.Enter(bench.Request(Prompt.For(Sonnet).Front($"f{i}", 20_000).Mark().Outline(), session: $"s{i}"));
            var attempt = bench.Send(ticket);
            bench.Router.Began(attempt, new ResponseFacts("org", "wrk", null), bench.Now);
            bench.Router.Ended(attempt, null, bench.Now);
        }

        var organization = Assert.Single(bench.Router.View(bench.Now).Organizations);
        Assert.Equal(2, organization.Keys.Count);
        Assert.True(organization.Id is { Id: "org", Discovered: true });
        Assert.Equal(20, organization.LineagesAtHome);
    }

    [Fact]
    public void A_conversation_without_any_id_is_known_by_its_prompts()
    {
        var bench = new RouterBench("a", "b", "c");
        var first = bench.Serve(bench.Request(Turns(1), session: null));
        var next = bench.Serve(bench.Request(Turns(3), session: null));
        var stranger = bench.Serve(bench.Request(Turns(2, "else"), session: null));
        Assert.Equal(first.Ticket.LineageId, next.Ticket.LineageId);
        Assert.True(next.AtHome);
        Assert.NotEqual(first.Ticket.LineageId, stranger.Ticket.LineageId);
    }

    [Fact]
    public void Homes_and_warmth_survive_a_restart()
    {
        var before = new RouterBench("a", "b", "c");
        var home = before.Serve(before.Request(Turns(2)));
        var after = new RouterBench("a", "b", "c") { Now = before.Now };
        after.Router.Restore(
            [new(home.Ticket.LineageId, home.Key.Id, home.Ticket.Request.Outline.Blocks[^1].Digest, home.SentAt)],
            home.Touches.Select(touch => (home.Key.Id, touch)),
            after.Now);
        var next = after.Send(after.Enter(after.Request(Turns(3))));
        Assert.True(next.AtHome);
        Assert.Equal((home.Key.Id, 24_000), (next.Key.Id, next.Explanation.Expected.Read));
    }

    [Fact]
    public void A_clock_that_steps_back_breaks_nothing()
    {
        var bench = new RouterBench("a", "b");
        var home = bench.Serve(bench.Request(Turns(1)));
        bench.Now = RouterBench.Start.AddHours(-1);
        var next = bench.Serve(bench.Request(Turns(2)));
        Assert.Equal((home.Key.Id, 22_000), (next.Key.Id, next.Explanation.Expected.Read));
    }

    [Fact]
    public void A_400_about_thinking_after_a_move_goes_home_once_and_pins_the_lineage()
    {
        const string Opus = "claude-opus-5-5";
        Outline Turn(int n) => Prompt.For(Opus).Front("f", 20_000).Mark().Thinking("t", 500).Turn($"x{n}", 1_000).Mark().Outline();
        var bench = new RouterBench("a", "b");
        var home = bench.Serve(bench.Request(Turn(1)));
        var ticket = bench.Enter(bench.Request(Turn(2)));
        bench.Fail(bench.Send(ticket), 429, "rate_limit_error", "rate limit", 45);
        var moved = bench.Send(ticket);
        Assert.True(moved.AwayFromHome);
        const string Refused = "messages.1.content.0: Invalid `signature` in `thinking` block";
        Assert.Equal(NextStep.DecideAgain, bench.Fail(moved, 400, "invalid_request_error", Refused));
        bench.Now = Assert.IsType<Decision.Wait>(bench.Decide(ticket)).Until;
        var back = bench.Send(ticket);
        Assert.Equal(home.Key.Id, back.Key.Id);
        bench.Answer(back);

        // Pinned: it now waits where it would have moved.
        var next = bench.Enter(bench.Request(Turn(3)));
        bench.Fail(bench.Send(next), 429, "rate_limit_error", "rate limit", 45);
        Assert.IsType<Decision.Wait>(bench.Decide(next));
    }

    [Fact]
    public void A_400_about_thinking_at_home_is_the_clients_own()
    {
        var bench = new RouterBench("a", "b");
        var attempt = bench.Send(bench.Enter(bench.Request(Turns(1))));
        Assert.Equal(NextStep.ReturnAnswer, bench.Fail(attempt, 400, "invalid_request_error", "Invalid `signature` in `thinking` block"));
    }
}
