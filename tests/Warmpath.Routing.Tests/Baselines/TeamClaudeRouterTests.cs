using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>teamclaude's rules of waiting and switching as field-notes.md 2.3 describes them.</summary>
public class TeamClaudeRouterTests
{
    private readonly BaselineBench _bench = new("teamclaude");

    [Fact]
    public void One_account_serves_all_or_sessions_go_to_the_account_with_the_fewest()
    {
        var distributing = new BaselineBench("teamclaude/distribute-sessions");

        Assert.Equal(["a", "a", "a"], [_bench.Serve("s1"), _bench.Serve("s2"), _bench.Serve("s3")]);
        Assert.Equal(["a", "b", "c", "b"], [distributing.Serve("s1"), distributing.Serve("s2"), distributing.Serve("s3"), distributing.Serve("s2")]);
    }

    [Fact]
    public void A_session_that_was_idle_for_an_hour_no_longer_counts()
    {
        var bench = new BaselineBench("teamclaude/distribute-sessions", keys: 2);
        Assert.Equal(["a", "b", "a"], [bench.Serve("s1"), bench.Serve("s2"), bench.Serve("s3")]);
        bench.Now += TimeSpan.FromMinutes(59);
        bench.Serve("s2");
        bench.Now += TimeSpan.FromMinutes(2);

        // a has none that was active within the hour, b one.
        Assert.Equal("a", bench.Serve("s4"));
    }

    [Fact]
    public void A_retry_after_of_a_minute_holds_everybody_on_the_account()
    {
        var ticket = _bench.Enter("s1");

        Assert.Equal(NextStep.DecideAgain, _bench.Refuse(_bench.Send(ticket), 60));
        Assert.Equal([60, 60], [_bench.Held(ticket), _bench.Held(_bench.Enter("s2"))]);
        _bench.Now += TimeSpan.FromSeconds(60);
        Assert.Equal("a", _bench.Send(ticket).Key.Name);
    }

    [Fact]
    public void A_longer_one_goes_to_the_client_until_no_more_than_a_minute_of_it_is_left()
    {
        Assert.Equal(NextStep.ReturnAnswer, _bench.Refuse(_bench.Send(_bench.Enter("s1")), 90));
        Assert.Equal(90, _bench.RefusedFor(_bench.Enter("s2")));
        _bench.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(60, _bench.Held(_bench.Enter("s2")));
    }

    [Fact]
    public void A_429_without_headers_is_that_requests_problem_only()
    {
        Assert.Equal(NextStep.ReturnAnswer, _bench.Refuse(_bench.Send(_bench.Enter("s1"))));

        Assert.Equal("a", _bench.Serve("s1"));
    }

    [Fact]
    public void After_a_pause_one_more_request_is_let_out_every_quarter_of_a_second_for_half_a_minute()
    {
        _bench.Refuse(_bench.Send(_bench.Enter("s")), 10);
        _bench.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(1, LetOut());
        _bench.Now += TimeSpan.FromSeconds(0.1);
        Assert.Equal(0.15, _bench.Held(_bench.Enter("s")), 6);
        _bench.Now += TimeSpan.FromSeconds(0.65);

        // 0.75 s after the pause 1 + 3 may be in flight, of which 1 is.
        Assert.Equal(3, LetOut());
        _bench.Now += TimeSpan.FromSeconds(29.25);
        Assert.Equal(1_000, LetOut());

        int LetOut()
        {
            var sent = 0;
            while (sent < 1_000 && _bench.Router.Decide(_bench.Enter("s"), _bench.Now) is Decision.Send)
            {
                sent++;
            }

            return sent;
        }
    }

    [Fact]
    public void A_spent_quota_switches_everybody_to_the_next_account_one_after_the_other()
    {
        var ticket = _bench.Enter("s");
        Assert.Equal(NextStep.DecideAgain, _bench.Refuse(_bench.Send(ticket), 600, 402));

        Assert.Equal("b", _bench.Send(ticket).Key.Name);
        Assert.Equal(0.25, _bench.Held(_bench.Enter("t")));
        _bench.Now += TimeSpan.FromSeconds(601);
        Assert.Equal("b", _bench.Serve("s"));
    }

    [Fact]
    public void When_every_quota_is_spent_the_client_hears_the_soonest_reset()
    {
        var ticket = _bench.Enter("s");
        foreach (var reset in (double[])[600, 200, 400])
        {
            _bench.Refuse(_bench.Send(ticket), reset, 402);
        }

        Assert.Equal(200, _bench.RefusedFor(ticket));
    }
}
