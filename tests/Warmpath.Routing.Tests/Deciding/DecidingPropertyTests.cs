using CsCheck;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Deciding;

public class DecidingPropertyTests
{
    private const string Sonnet = "claude-sonnet-4-6";

    private static Outline Prompt(int session, int turn)
    {
        var prompt = Testing.Prompt.For(Sonnet).Front($"front {session % 2}", 12_000).Mark();
        for (var i = 0; i <= turn; i++)
        {
            prompt.Turn($"{session}.{i}", 1_500);
        }

        return prompt.Mark().Outline();
    }

    /// <summary>Same state, same request, same now: same answer, whatever the order in which the keys came.</summary>
    [Fact]
    public void The_order_of_keys_never_matters() =>
        Gen.Select(Gen.Shuffle(new[] { "a", "b", "c", "d" }), Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30], Gen.Int[0, 9]).Array[1, 40]).Sample((order, steps) =>
        {
            var (left, right) = (new RouterBench("a", "b", "c", "d"), new RouterBench([.. order]));
            var turns = new int[6];
            foreach (var (session, pause, trouble) in steps)
            {
                var outline = Prompt(session, turns[session]++);
                var decisions = new[] { left, right }.Select(bench =>
                {
                    bench.Pass(pause);
                    var ticket = bench.Enter(bench.Request(outline, session: $"s{session}"));
                    var decision = bench.Decide(ticket);
                    if (decision is Decision.Send send)
                    {
                        if (trouble == 0)
                        {
                            bench.Fail(send.Attempt, 429, "rate_limit_error", "rate limit", 20);
                        }
                        else
                        {
                            bench.Answer(send.Attempt);
                        }
                    }

                    bench.Router.Leave(ticket, bench.Now);
                    return decision switch
                    {
                        Decision.Send s => $"{s.Attempt.Key.Id} {s.Attempt.Explanation}",
                        Decision.Wait wait => $"wait {wait.Until:O}",
                        var other => other.ToString(),
                    };
                }).ToArray();
                Assert.Equal(decisions[0], decisions[1]);
            }
        });

    /// <summary>A lineage whose home can serve at once and is warm is never served elsewhere.</summary>
    [Fact]
    public void No_warm_lineage_moves_off_a_fit_home() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 100]).Array[1, 60].Sample(steps =>
        {
            var bench = new RouterBench("a", "b", "c");
            var turns = new int[8];
            var homes = new string?[8];
            foreach (var (session, pause) in steps)
            {
                bench.Pass(pause);
                var attempt = bench.Serve(bench.Request(Prompt(session, turns[session]++), session: $"s{session}"));
                if (attempt.Explanation.Expected.Read > 12_000)
                {
                    Assert.Equal(homes[session], attempt.Key.Name);
                }

                homes[session] = attempt.Key.Name;
            }
        });

    /// <summary>Cold everywhere, every move would be free: a lineage is not handed back and forth all the same.</summary>
    [Fact]
    public void Two_cold_organizations_never_hand_a_lineage_back_and_forth() => Gen.Select(
        Gen.Long[60_000, 400_000], Gen.Int[301, 4_000].Array[2, 30]).Sample((limit, pauses) =>
        {
            var bench = new RouterBench();
            bench.Add("a", inputLimit: limit);
            bench.Add("b", inputLimit: limit);
            var homes = new List<string>();
            for (var i = 0; i < pauses.Length; i++)
            {
                homes.Add(bench.Serve(bench.Request(Prompt(0, Math.Min(i, 20)))).Key.Name);
                bench.Pass(pauses[i]);
            }

            Assert.Single(homes.Distinct());
        });

    /// <summary>However many threads ask at once: never more is reserved than the buckets held.</summary>
    [Fact]
    public void Concurrent_admission_never_reserves_more_than_the_buckets_hold()
    {
        var bench = new RouterBench();
        bench.Add("a", inputLimit: 100_000);
        bench.Add("b", inputLimit: 50_000);
        var admitted = new System.Collections.Concurrent.ConcurrentBag<(string Key, int Tokens)>();
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var outline = Testing.Prompt.For(Sonnet).Front($"own {i}", 9_000).Turn("x", 1_000).Mark().Outline();
            var ticket = bench.Enter(bench.Request(outline, session: $"s{i}"));
            if (bench.Decide(ticket) is Decision.Send { Attempt: var attempt })
            {
                admitted.Add((attempt.Key.Name, attempt.Explanation.Expected.Charged));
            }
        });

        Assert.Equal(100_000, admitted.Where(a => a.Key == "a").Sum(a => a.Tokens));
        Assert.Equal(50_000, admitted.Where(a => a.Key == "b").Sum(a => a.Tokens));
    }

    /// <summary>Those who wait for a limit are served in the order of their arrival, and all of them are served.</summary>
    [Fact]
    public void Waiters_are_served_in_order_and_none_is_forgotten()
    {
        var bench = new RouterBench { MaximumWait = TimeSpan.FromMinutes(5) };
        bench.Add("a", inputLimit: 60_000);
        var tickets = Enumerable.Range(0, 16)
            .Select(i => bench.Enter(bench.Request(Testing.Prompt.For(Sonnet).Front($"own {i}", 14_000).Turn("x", 1_000).Mark().Outline(), session: $"s{i}")))
            .ToList();
        var due = new SortedSet<(DateTimeOffset At, int Index)>(tickets.Select((_, i) => (bench.Now, i)));
        var served = new List<int>();
        while (due.Count > 0)
        {
            var next = due.Min;
            due.Remove(next);
            bench.Now = next.At > bench.Now ? next.At : bench.Now;
            if (bench.Decide(tickets[next.Index]) is Decision.Wait wait)
            {
                Assert.True(wait.Until > bench.Now);
                due.Add((wait.Until, next.Index));
            }
            else
            {
                served.Add(next.Index);
            }
        }

        Assert.Equal(Enumerable.Range(0, 16), served);
        Assert.Equal(180, (bench.Now - RouterBench.Start).TotalSeconds, 0); // 240,000 tokens, 60,000 at once, 60,000 a minute
    }
}
