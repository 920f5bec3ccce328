using CsCheck;
using Warmpath.Routing.Deciding;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>What one client takes of a limit is not at the expense of the others that wait for it.</summary>
public class FairShareTests
{
    private const int Limit = 60_000; // 1,000 tokens a second
    private const int Small = 1_000;

    private readonly RouterBench _bench = new();
    private readonly PriorityQueue<Ticket, (DateTimeOffset At, long Order)> _due = new();
    private readonly List<(string Client, int Tokens, DateTimeOffset At, double Waited)> _served = [];
    private long _order;

    public FairShareTests() => _bench.Add("a", inputLimit: Limit);

    [Fact]
    public void A_client_that_floods_a_limit_hardly_holds_up_one_that_sends_now_and_then()
    {
        Come("calm", Small);
        Come("flood", Limit - Small); // the bucket is empty now
        for (var i = 0; i < 50; i++)
        {
            Come("flood", Small);
        }

        // Fifty wait, and need 50 s. An equal share would serve a request of the other one in 2 s: its own second, and one of the flood's.
        for (var i = 0; i < 5; i++)
        {
            Until(_bench.Now.AddSeconds(8));
            Come("calm", Small);
        }

        Until(_bench.Now.AddMinutes(2));
        Assert.Equal(57, _served.Count);
        Assert.All(_served.Where(s => s.Client == "calm"), s => Assert.InRange(s.Waited, 0, 2.1));
        Assert.All(_served, s => Assert.InRange(s.Waited, 0, 60));
    }

    [Fact]
    public void Of_two_clients_that_always_wait_neither_gets_much_more_than_the_other() => Gen.Select(
        Gen.Int[1, 3], Gen.Int[4, 8], Gen.Int[500, 3_000].Array[200]).Sample((few, many, sizes) =>
        {
            // Each keeps so many waiting, the next one coming when one has gone. Two minutes, of which the second counts.
            var test = new FairShareTests();
            var bench = test._bench;
            var size = 0;
            test.Come("few", Limit / 2);
            test.Come("many", Limit / 2);
            var waiting = new Dictionary<string, int> { ["few"] = few, ["many"] = many };
            foreach (var (client, count) in waiting)
            {
                for (var i = 0; i < count; i++)
                {
                    test.Come(client, sizes[size++ % sizes.Length]);
                }
            }

            var seen = test._served.Count;
            while (bench.Now < RouterBench.Start.AddMinutes(2))
            {
                test.Until(test._due.TryPeek(out _, out var next) ? next.At : bench.Now);
                for (; seen < test._served.Count; seen++)
                {
                    test.Come(test._served[seen].Client, sizes[size++ % sizes.Length]);
                }
            }

            // In a minute a client gains at most what waits before one of its requests, seven of them, and one prompt: served by turns,
            // those take twice their refill, and a request that came so much earlier is put back by what they take and by the lead.
            var counted = test._served.Where(s => s.At > RouterBench.Start.AddMinutes(1)).ToLookup(s => s.Client, s => s.Tokens);
            Assert.InRange(Math.Abs(counted["few"].Sum() - counted["many"].Sum()), 0, 8 * 3_000);
        }, iter: 50);

    [Fact]
    public void One_client_alone_goes_by_the_turns_of_its_requests_whatever_it_took()
    {
        Come("flood", Limit);
        Come("flood", 20_000);
        Until(_bench.Now.AddSeconds(5));
        Come("flood", 3_000);
        Until(_bench.Now.AddMinutes(1));

        // The small one at once, of 5,000 that are there; the large one when 23,000 were refilled.
        Assert.Equal([Limit, 3_000, 20_000], _served.Select(s => s.Tokens));
        Assert.Equal(23, _served[^1].Waited, 0.1);
    }

    private void Come(string client, int tokens)
    {
        var session = $"{client} {_order}";
        var request = _bench.Request(Prompt.For("claude-sonnet-4-6").Turn(session, tokens).Mark().Outline(), session) with { Client = client };
        _due.Enqueue(_bench.Enter(request), (_bench.Now, _order++));
        Until(_bench.Now);
    }

    // Each decides again when its time has come.
    private void Until(DateTimeOffset end)
    {
        while (_due.TryPeek(out _, out var next) && next.At <= end)
        {
            var ticket = _due.Dequeue();
            _bench.Now = next.At > _bench.Now ? next.At : _bench.Now;
            switch (_bench.Decide(ticket))
            {
                case Decision.Wait wait:
                    _due.Enqueue(ticket, (wait.Until, _order++));
                    break;
                case Decision.Send:
                    _served.Add((
                        ticket.Request.Client, ticket.EstimatedPrefixTokens[^1], _bench.Now, (_bench.Now - ticket.Request.ArrivedAt).TotalSeconds));
                    break;
                case Decision.Refuse refuse:
                    Assert.Fail($"{ticket.LineageId} was refused: {refuse.Refusal.Message}");
                    break;
            }
        }

        _bench.Now = end;
    }
}
