using CsCheck;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

/// <summary>A request may meet an error of an upstream by its own fault. That holds nobody else up.</summary>
public class BlameTests
{
    private static readonly string[] Clients = ["ada", "bob", "cyd"];

    [Fact]
    public void What_one_client_alone_has_met_holds_for_that_client_alone()
    {
        var bench = new RouterBench("a");
        Fail(bench, "ada");
        Assert.Equal(KeyStatus.Overloaded, bench.StatusOf("a")); // nobody has shown otherwise
        Assert.IsType<Decision.Wait>(bench.Decide(Enter(bench, "ada")));

        bench.Answer(bench.Send(Enter(bench, "bob")));
        Assert.Equal(KeyStatus.Healthy, bench.StatusOf("a"));
        Assert.IsType<Decision.Wait>(bench.Decide(Enter(bench, "ada")));
        bench.Answer(bench.Send(Enter(bench, "bob")));
    }

    [Fact]
    public void What_a_second_client_has_met_holds_for_everybody()
    {
        var bench = new RouterBench("a");
        Fail(bench, "ada");
        Fail(bench, "bob");
        Assert.All(Clients, client => Assert.IsType<Decision.Wait>(bench.Decide(Enter(bench, client))));
        Assert.Equal(KeyStatus.Overloaded, bench.StatusOf("a"));
    }

    [Fact]
    public void Who_was_served_in_between_speaks_for_the_upstream()
    {
        var bench = new RouterBench("a");
        Fail(bench, "ada");
        bench.Answer(bench.Send(Enter(bench, "cyd")));
        Fail(bench, "bob");
        Assert.IsType<Decision.Wait>(bench.Decide(Enter(bench, "bob")));
        bench.Send(Enter(bench, "cyd"));
    }

    [Fact]
    public void What_a_free_check_has_met_is_no_fault_of_a_request()
    {
        var bench = new RouterBench("a");
        bench.Router.Checked(new("a"), ResponseFacts.None, new UpstreamFailure { Kind = AttemptFailure.NoConnection }, bench.Now);
        Assert.All(Clients, client => Assert.IsType<Decision.Wait>(bench.Decide(Enter(bench, client))));
    }

    [Fact]
    public void However_often_one_client_fails_the_others_never_wait() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 30_000]).Array[1, 60].Sample(steps =>
        {
            var bench = new RouterBench("a", "b") { MaximumWait = TimeSpan.Zero };
            foreach (var (who, pause) in steps)
            {
                bench.Pass(pause / 1000.0);
                if (who > 0)
                {
                    bench.Answer(bench.Send(Enter(bench, Clients[1 + (who % 2)])));
                }
                else if (bench.Decide(Enter(bench, "ada")) is Decision.Send send)
                {
                    bench.Fail(send.Attempt, 500, "api_error");
                    bench.Fail(send.Attempt, 500, "api_error");
                }
            }
        });

    private static void Fail(RouterBench bench, string client)
    {
        var ticket = Enter(bench, client);
        var attempt = bench.Send(ticket);
        Assert.Equal(NextStep.TryInPlace, bench.Fail(attempt, 500, "api_error"));
        Assert.Equal(NextStep.DecideAgain, bench.Fail(attempt, 500, "api_error"));
        bench.Router.Leave(ticket, bench.Now);
    }

    private static Ticket Enter(RouterBench bench, string client) =>
        bench.Enter(bench.Request(Prompt.For("claude-sonnet-5-5").Turn(client, 100).Outline(), session: client) with { Client = client });
}
