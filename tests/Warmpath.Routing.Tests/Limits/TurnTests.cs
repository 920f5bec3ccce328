using CsCheck;
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

    [Fact]
    public void A_large_request_that_has_to_have_all_that_is_refilled_is_passed_no_more()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: Limit);
        bench.Send(Ticket(bench, "first", Limit + 8_000));
        var large = Ticket(bench, "large", 50_000);
        Assert.IsType<Decision.Wait>(bench.Decide(large)); // 8,000 of debt and 50,000: 58 s of its 60

        bench.Pass(9);
        var small = Ticket(bench, "small", 1_000);
        Assert.IsType<Decision.Wait>(bench.Decide(small));

        bench.Pass(49.1);
        Assert.IsType<Decision.Send>(bench.Decide(large));
        bench.Pass(1);
        Assert.IsType<Decision.Send>(bench.Decide(small));
    }

    [Fact]
    public void A_small_request_that_would_miss_its_own_deadline_is_not_held_back_for_a_large_one()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: Limit);
        bench.Send(Ticket(bench, "first", Limit));
        var large = Ticket(bench, "large", 59_000);
        Assert.IsType<Decision.Wait>(bench.Decide(large));

        bench.Pass(2);
        var small = Ticket(bench, "small", 2_000, maximumWait: 20);
        Assert.IsType<Decision.Send>(bench.Decide(small));
    }

    [Fact]
    public void Small_requests_that_keep_coming_never_make_a_large_one_miss_its_deadline() => Gen.Select(
        Gen.Int[20_000, 50_000], Gen.Int[100, 1_500].Array[20], Gen.Double[2, 6].Array[20]).Sample((large, small, pauses) =>
        {
            // Each decides again when its time has come.
            var bench = new RouterBench();
            bench.Add("a", inputLimit: Limit);
            bench.Send(Ticket(bench, "first", Limit));
            var due = new PriorityQueue<Ticket, DateTimeOffset>();
            due.Enqueue(Ticket(bench, "large", large), bench.Now);
            for (var i = 0; i < small.Length; i++)
            {
                Until(bench.Now + TimeSpan.FromSeconds(pauses[i]));
                due.Enqueue(Ticket(bench, $"small {i}", small[i]), bench.Now);
            }

            Until(bench.Now.AddMinutes(2));
            Assert.Equal(0, due.Count);

            void Until(DateTimeOffset end)
            {
                while (due.TryPeek(out _, out var next) && next <= end)
                {
                    var ticket = due.Dequeue();
                    bench.Now = next > bench.Now ? next : bench.Now;
                    switch (bench.Decide(ticket))
                    {
                        case Decision.Wait wait:
                            due.Enqueue(ticket, wait.Until);
                            break;
                        case Decision.Refuse refuse:
                            Assert.Fail($"{ticket.LineageId} was refused after {(bench.Now - ticket.Request.ArrivedAt).TotalSeconds} s: {refuse.Refusal.Message}");
                            break;
                    }
                }

                bench.Now = end;
            }
        });

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

    private static Ticket Ticket(RouterBench bench, string session, int tokens, double maximumWait = 60) => bench.Enter(
        bench.Request(Prompt.For("claude-sonnet-4-6").Turn(session, tokens).Mark().Outline(), session)
            with { MaximumWait = TimeSpan.FromSeconds(maximumWait) });
}
