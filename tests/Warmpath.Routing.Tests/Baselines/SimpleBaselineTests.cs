using Warmpath.Routing.Baselines;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Baselines;

public class SimpleBaselineTests
{
    [Fact]
    public void Single_key_uses_the_first_and_hands_its_refusals_to_the_client()
    {
        var bench = new BaselineBench("single-key");
        Assert.Equal(["a", "a", "a"], [bench.Serve("s1"), bench.Serve("s2"), bench.Serve("s3")]);

        Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(bench.Enter("s1")), 5));
    }

    [Fact]
    public void Round_robin_takes_every_key_in_turn_whoever_asks()
    {
        var bench = new BaselineBench("round-robin");

        Assert.Equal(["a", "b", "c", "a"], [bench.Serve("s1"), bench.Serve("s1"), bench.Serve("s1"), bench.Serve("s1")]);
    }

    [Fact]
    public void Random_draws_the_same_with_the_same_seed_and_reaches_every_key()
    {
        var (one, other) = (new BaselineBench("random"), new BaselineBench("random"));
        var drawn = Enumerable.Range(0, 50).Select(_ => one.Serve("s")).ToList();

        Assert.Equal(drawn, Enumerable.Range(0, 50).Select(_ => other.Serve("s")));
        Assert.Equal(3, drawn.Distinct().Count());
    }

    [Fact]
    public void Least_busy_avoids_keys_with_requests_in_flight()
    {
        var bench = new BaselineBench("least-busy");

        Assert.Equal(3, Enumerable.Range(0, 3).Select(i => bench.Send(bench.Enter($"s{i}")).Key.Name).Distinct().Count());
    }

    [Fact]
    public void Rendezvous_keeps_a_session_on_its_key_even_after_a_refusal()
    {
        var bench = new BaselineBench("rendezvous");
        var key = bench.Serve("s1");
        bench.Refuse(bench.Send(bench.Enter("s1")), 30);

        Assert.Equal(key, bench.Serve("s1"));
        Assert.Equal(3, Enumerable.Range(0, 30).Select(i => bench.Serve($"other{i}")).Distinct().Count());
    }

    [Fact]
    public void Nine_router_goes_down_the_ranks_that_rendezvous_gives_and_hands_the_last_answer_on()
    {
        var (bench, meridian) = (new BaselineBench("9router"), new BaselineBench("rendezvous"));
        var ticket = bench.Enter("s1");
        var (keys, step) = (new List<string>(), NextStep.DecideAgain);
        while (step == NextStep.DecideAgain)
        {
            var attempt = bench.Send(ticket);
            keys.Add(attempt.Key.Name);
            step = bench.Refuse(attempt, 30);
        }

        Assert.Equal(["a", "b", "c"], keys.Order());
        Assert.Equal([keys[0], keys[0]], [meridian.Serve("s1"), bench.Serve("s1")]);
        Assert.Equal(NextStep.ReturnAnswer, bench.Refuse(bench.Send(bench.Enter("s1")), status: 400));
    }

    [Fact]
    public void Session_sticky_spreads_new_sessions_and_never_moves_a_known_one()
    {
        var bench = new BaselineBench("session-sticky");
        Assert.Equal(["a", "b", "c"], [bench.Serve("s1"), bench.Serve("s2"), bench.Serve("s3")]);
        bench.Refuse(bench.Send(bench.Enter("s2")), 30);

        Assert.Equal("b", bench.Serve("s2"));
    }

    [Fact]
    public void Session_sticky_forgets_a_session_that_was_silent_for_an_hour()
    {
        var bench = new BaselineBench("session-sticky");
        bench.Serve("s1");
        bench.Serve("s2");
        bench.Now += TimeSpan.FromMinutes(61);

        Assert.Equal("a", bench.Serve("s2"));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => new BaselineBench("fastest"));

        Assert.All(BaselineRouters.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }
}
