using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>claude-code-hub's prefix lookup as field-notes.md 2.3 describes it.</summary>
public class ClaudeCodeHubRouterTests
{
    private readonly BaselineBench _bench = new("claude-code-hub");

    [Fact]
    public void The_next_turn_goes_where_the_conversation_so_far_was_answered_whatever_its_session_says()
    {
        var key = _bench.Serve("s0", Conversation(1));

        Assert.All(Enumerable.Range(2, 20), turns => Assert.Equal(key, _bench.Serve($"s{turns}", Conversation(turns))));
    }

    [Fact]
    public void A_prompt_that_has_grown_by_seven_ends_is_found_and_one_grown_by_eight_is_not()
    {
        // Eight ends are looked up, the tip the first: the old tip of 1 turn is the eighth of 8 and the ninth of 9.
        Assert.True(AlwaysFound(grownTo: 8));
        Assert.False(AlwaysFound(grownTo: 9));

        static bool AlwaysFound(int grownTo) => Enumerable.Range(1, 30).All(seed =>
        {
            var bench = new BaselineBench("claude-code-hub", options: new() { Seed = (ulong)seed });
            return bench.Serve("s", Conversation(1)) == bench.Send(bench.Enter("s", Conversation(grownTo))).Key.Name;
        });
    }

    [Fact]
    public void Tools_and_system_alone_bind_nobody()
    {
        var keys = Enumerable.Range(0, 30).Select(i => _bench.Serve("s", BaselineBench.Prompt(($"task{i}", 2_000))));
        Assert.Equal(3, keys.Distinct().Count());

        var front = Testing.Prompt.For("sonnet").Front("front", 5_000).Mark().Outline();
        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => _bench.Serve("s", front)).Distinct().Count());
    }

    [Fact]
    public void A_binding_lives_an_hour_from_its_last_use()
    {
        var key = _bench.Serve("s", Conversation(1));
        Assert.All(Enumerable.Range(0, 10), _ =>
        {
            _bench.Now += TimeSpan.FromMinutes(59);
            Assert.Equal(key, _bench.Send(_bench.Enter("s", Conversation(1))).Key.Name);
        });

        var later = Enumerable.Range(0, 30).Select(_ =>
        {
            _bench.Now += TimeSpan.FromMinutes(61);
            return _bench.Serve("s", Conversation(1));
        });
        Assert.Equal(3, later.Distinct().Count());
    }

    [Fact]
    public void A_failover_buries_the_binding_for_a_minute()
    {
        var key = _bench.Serve("s", Conversation(1));
        Assert.Equal(NextStep.DecideAgain, _bench.Refuse(_bench.Send(_bench.Enter("s", Conversation(1))), 5));

        Assert.Equal(3, Enumerable.Range(0, 30).Select(_ => Sent()).Distinct().Count());
        _bench.Now += TimeSpan.FromSeconds(60);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(key, Sent()));

        string Sent() => _bench.Send(_bench.Enter("s", Conversation(1))).Key.Name;
    }

    [Fact]
    public void An_answer_to_an_older_request_does_not_overwrite_what_a_newer_one_has_bound()
    {
        var ticket = _bench.Enter("s", Conversation(1));
        var old = _bench.Send(ticket);
        _bench.Now += TimeSpan.FromSeconds(1);
        var newer = old.Key.Name;
        while (newer == old.Key.Name)
        {
            newer = _bench.Send(_bench.Enter("s", Conversation(1))) is var attempt && attempt.Key.Name != old.Key.Name ? Answered(attempt) : newer;
        }

        Answered(old);
        Assert.Equal(newer, _bench.Serve("s", Conversation(1)));

        string Answered(Attempt attempt)
        {
            _bench.Router.Ended(attempt, null, _bench.Now);
            return attempt.Key.Name;
        }
    }

    [Fact]
    public void A_request_is_switched_three_times_and_then_the_failure_goes_back()
    {
        var bench = new BaselineBench("claude-code-hub", keys: 6);
        var ticket = bench.Enter("s");
        var sent = new List<string>();
        NextStep next;
        do
        {
            var attempt = bench.Send(ticket);
            sent.Add(attempt.Key.Name);
            next = bench.Refuse(attempt, status: 404);
        }
        while (next == NextStep.DecideAgain);

        Assert.Equal((4, 4), (sent.Count, sent.Distinct().Count()));
    }

    [Fact]
    public void A_broken_connection_is_tried_once_more_in_place_and_a_bad_prompt_never()
    {
        var ticket = _bench.Enter("s");
        var first = _bench.Send(ticket);
        _bench.Router.Failed(first, new UpstreamFailure { Kind = AttemptFailure.NoConnection }, _bench.Now);
        var second = _bench.Send(ticket);
        _bench.Router.Failed(second, new UpstreamFailure { Kind = AttemptFailure.NoConnection }, _bench.Now);
        var third = _bench.Send(ticket);

        Assert.Equal(first.Key.Name, second.Key.Name);
        Assert.NotEqual(first.Key.Name, third.Key.Name);
        Assert.Equal(NextStep.ReturnAnswer, _bench.Refuse(third, status: 400));
    }

    private static Outline Conversation(int turns) =>
        BaselineBench.Prompt([.. Enumerable.Range(0, turns).Select(i => ($"turn{i}", 500))]);
}
