using Warmpath.Routing.Deciding;
using Warmpath.Routing.Policies;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Policies;

/// <summary>The policies beside the cost-aware one that a gateway may run with.</summary>
public class LivePolicyTests
{
    [Fact]
    public void Each_policy_that_settings_may_name_can_be_made() =>
        Assert.All(RoutingPolicies.Live, name => Assert.Equal(name, RoutingPolicies.Create(name).Name));

    [Fact]
    public void Session_sticky_keeps_a_lineage_at_home_and_spreads_new_ones()
    {
        var bench = With("session-sticky");
        var homes = Enumerable.Range(0, 3).Select(i => Serve(bench, $"s{i}")).ToList();

        Assert.Equal(3, homes.Distinct().Count());
        Assert.Equal(homes, Enumerable.Range(0, 3).Select(i => Serve(bench, $"s{i}")));
    }

    [Fact]
    public void Session_sticky_waits_at_home_where_cost_aware_would_move()
    {
        var bench = With("session-sticky");
        var home = Serve(bench, "s1");
        var refused = bench.Send(bench.Enter(Request(bench, "s1")));
        bench.Fail(refused, 429, "rate_limit_error", retryAfter: 40);

        Assert.Equal(home, refused.Key.Name);
        Assert.IsType<Decision.Wait>(bench.Decide(refused.Ticket));
    }

    [Fact]
    public void Round_robin_takes_every_key_in_turn_and_leaves_out_one_that_is_throttled()
    {
        var bench = With("round-robin");
        Assert.Equal(["a", "b", "c", "a"], Enumerable.Range(0, 4).Select(_ => Serve(bench, "s1")));

        bench.Fail(bench.Send(bench.Enter(Request(bench, "s1"))), 429, "rate_limit_error", retryAfter: 40); // b
        Assert.Equal(["c", "a", "c"], Enumerable.Range(0, 3).Select(_ => Serve(bench, "s1")));
    }

    [Fact]
    public void Single_key_waits_for_the_first_key_and_uses_the_next_only_when_that_cannot_serve_in_time()
    {
        var bench = With("single-key");
        var refused = bench.Send(bench.Enter(Request(bench, "s1")));
        bench.Fail(refused, 429, "rate_limit_error", retryAfter: 40);
        Assert.IsType<Decision.Wait>(bench.Decide(refused.Ticket));

        bench.Pass(41);
        bench.Fail(bench.Send(refused.Ticket), 429, "rate_limit_error", retryAfter: 100);
        Assert.Equal("b", bench.Send(refused.Ticket).Key.Name);
    }

    private static RouterBench With(string policy)
    {
        var bench = new RouterBench("a", "b", "c");
        bench.Router.Settings = bench.Router.Settings with { Policy = policy };
        return bench;
    }

    private static RoutingRequest Request(RouterBench bench, string session) =>
        bench.Request(Prompt.For("claude-sonnet-4-6").Front("front", 5_000).Mark().Turn(session, 2_000).Mark().Outline(), session);

    private static string Serve(RouterBench bench, string session) => bench.Serve(Request(bench, session)).Key.Name;
}
