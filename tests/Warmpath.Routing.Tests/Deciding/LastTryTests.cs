using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

/// <summary>Where nothing serves within a request's time: what is tried before it is refused, and what the refusal says.</summary>
public class LastTryTests
{
    private static readonly Outline Turn = Prompt.For("claude-sonnet-4-6").Front("tools and system", 20_000).Mark().Turn("one", 2_000).Mark().Outline();

    [Fact]
    public void A_dead_organization_does_not_use_up_the_last_try_of_an_overloaded_one()
    {
        var bench = new RouterBench("dead", "busy");
        bench.Router.SetKey(Key("busy", enabled: false), bench.Now);
        for (var i = 0; i < 8; i++)
        {
            var early = bench.Enter(bench.Request(Turn, session: $"w{i}"));
            Fall(bench, bench.Send(early)); // dead for long: each time it rests for a minute by now
            bench.Router.Leave(early, bench.Now);
            bench.Pass(60);
        }

        bench.Router.SetKey(Key("busy", enabled: true), bench.Now);
        bench.Router.SetKey(Key("dead", enabled: false), bench.Now);
        var ticket = bench.Enter(bench.Request(Turn, session: "x"));
        var arrived = bench.Now;
        Fall(bench, bench.Send(ticket));
        bench.Router.SetKey(Key("dead", enabled: true), bench.Now);
        var other = bench.Enter(bench.Request(Turn, session: "y"));
        Fall(bench, bench.Send(other));
        bench.Router.Leave(other, bench.Now);

        var tried = new List<string>();
        while (bench.Decide(ticket) is var decision and not Decision.Refuse)
        {
            if (decision is Decision.Send send)
            {
                tried.Add($"{send.Attempt.Key.Name} after {(bench.Now - arrived).TotalSeconds} s");
                Fall(bench, send.Attempt);
            }
            else
            {
                bench.Now = ((Decision.Wait)decision).Until;
            }
        }

        Assert.Contains("busy after 60 s", tried);
    }

    [Fact]
    public void Every_key_has_been_tried_when_a_request_that_may_not_wait_is_told_so()
    {
        var bench = new RouterBench("a", "b", "c") { MaximumWait = TimeSpan.Zero };
        for (var turn = 0; turn < 2; turn++)
        {
            var tried = new HashSet<string>();
            var ticket = bench.Enter(bench.Request(Turn, session: $"s{turn}"));
            while (bench.Decide(ticket) is Decision.Send send)
            {
                tried.Add(send.Attempt.Key.Name);
                bench.Router.Failed(send.Attempt, new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
            }

            bench.Router.Leave(ticket, bench.Now);
            Assert.Equal(3, tried.Count);
        }
    }

    [Fact]
    public void A_crowd_at_the_deadline_of_an_overload_is_sent_and_hears_of_no_rate_limit()
    {
        var bench = new RouterBench("a") { MaximumWait = TimeSpan.FromSeconds(3) };
        var first = bench.Enter(bench.Request(Turn, session: "s1"));
        Fall(bench, bench.Send(first));
        bench.Router.Leave(first, bench.Now);
        bench.Pass(10);
        bench.Answer(bench.Send(bench.Enter(bench.Request(Turn, session: "s2")))); // it recovers: others follow a few at a time
        var third = bench.Enter(bench.Request(Turn, session: "s3"));
        Fall(bench, bench.Send(third));
        bench.Router.Leave(third, bench.Now);

        var crowd = Enumerable.Range(0, 5).Select(i => bench.Enter(bench.Request(Turn, session: $"x{i}"))).ToList();
        Assert.All(crowd, ticket => Assert.IsType<Decision.Wait>(bench.Decide(ticket)));
        bench.Pass(3);
        Assert.All(crowd, ticket => Assert.IsType<Decision.Send>(bench.Decide(ticket)));
    }

    private static KeyConfig Key(string name, bool enabled) => new()
    {
        Id = new(name), Name = name, Provider = "anthropic", BaseUrl = "http://127.0.0.1", Enabled = enabled,
        DiscoveredOrganizationId = "org-" + name, DiscoveredWorkspaceId = "ws-" + name,
    };

    private static void Fall(RouterBench bench, Attempt attempt)
    {
        if (attempt.Key.Name == "dead")
        {
            bench.Router.Failed(attempt, new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
            return;
        }

        Assert.Equal(NextStep.TryInPlace, bench.Fail(attempt, 529, "overloaded_error", "Overloaded"));
        bench.Fail(attempt, 529, "overloaded_error", "Overloaded");
    }
}
