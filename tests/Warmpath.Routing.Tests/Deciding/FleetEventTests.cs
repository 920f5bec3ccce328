using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

/// <summary>What people are told of the fleet: troubles that begin and end, not those that go on.</summary>
public class FleetEventTests
{
    private static readonly Outline Turn = Prompt.For("claude-sonnet-4-6").Front("tools", 5_000).Mark().Outline();

    [Fact]
    public void A_key_that_stays_broken_is_told_of_once_and_again_when_it_works()
    {
        var bench = new RouterBench("a");
        for (var check = 0; check < 10; check++)
        {
            bench.Router.Checked(new("a"), new ResponseFacts(null, null, null), new UpstreamFailure { Kind = AttemptFailure.Status, Status = 401, ErrorType = "authentication_error" }, bench.Now);
            bench.Pass(3600);
        }

        bench.Router.Checked(new("a"), new ResponseFacts(null, null, null), null, bench.Now);
        Assert.Equal([(RoutingEventKind.KeyInvalid, "a"), (RoutingEventKind.Recovered, "a")], bench.Events.Select(one => (one.Kind, one.Subject)));
    }

    [Fact]
    public void An_organization_that_stays_unreachable_is_told_of_once_under_the_name_that_its_recovery_has()
    {
        var bench = new RouterBench("a");
        for (var probe = 0; probe < 20; probe++)
        {
            bench.Router.Checked(new("a"), new ResponseFacts(null, null, null), new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
            bench.Pass(60);
        }

        bench.Answer(bench.Send(bench.Enter(bench.Request(Turn))));
        Assert.Equal([(RoutingEventKind.Unreachable, "org-a"), (RoutingEventKind.Recovered, "org-a")], bench.Events.Select(one => (one.Kind, one.Subject)));
    }

    [Fact]
    public void A_throttle_that_nobody_has_met_for_long_is_told_of_when_it_is_met_again()
    {
        var bench = new RouterBench("a") { MaximumWait = TimeSpan.Zero };
        foreach (var pause in (double[])[30, 30, 3600, 0])
        {
            var ticket = bench.Enter(bench.Request(Turn));
            bench.Fail(bench.Send(ticket), 429, "rate_limit_error", "Slow down.", retryAfter: 10);
            bench.Router.Leave(ticket, bench.Now);
            bench.Pass(pause);
        }

        Assert.Equal([RoutingEventKind.Throttled, RoutingEventKind.Throttled], bench.Events.Select(one => one.Kind));
    }
}
