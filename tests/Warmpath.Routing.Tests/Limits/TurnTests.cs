using Warmpath.Routing.Deciding;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>In which order those that wait for a limit go.</summary>
public class TurnTests
{
    private const int Limit = 60_000; // 1,000 tokens a second

    [Fact]
    public void A_small_request_goes_before_a_large_one_that_came_a_little_earlier()
    {
        var (bench, large) = Drained();
        bench.Pass(5);
        var small = Ticket(bench, "small", 3_000);

        // 5,000 tokens are there: the large one, which needs 50,000, waits 45 s and more; the small one goes at once.
        Assert.IsType<Decision.Wait>(bench.Decide(large));
        Assert.IsType<Decision.Send>(bench.Decide(small));
    }

    [Fact]
    public void A_large_request_is_passed_for_half_a_minute_at_most()
    {
        var (bench, large) = Drained();
        bench.Pass(31);
        var small = Ticket(bench, "small", 3_000);

        Assert.IsType<Decision.Wait>(bench.Decide(small));
        Assert.IsType<Decision.Wait>(bench.Decide(large));
        bench.Pass(19.1);
        Assert.IsType<Decision.Send>(bench.Decide(large));
    }

    // One organization, its bucket just emptied, and a request for 50,000 tokens that waits for it.
    private static (RouterBench Bench, Ticket Large) Drained()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: Limit);
        bench.Send(Ticket(bench, "first", Limit));
        var large = Ticket(bench, "large", 50_000);
        Assert.IsType<Decision.Wait>(bench.Decide(large));
        return (bench, large);
    }

    private static Ticket Ticket(RouterBench bench, string session, int tokens) =>
        bench.Enter(bench.Request(Prompt.For("claude-sonnet-4-6").Turn(session, tokens).Mark().Outline(), session));
}
