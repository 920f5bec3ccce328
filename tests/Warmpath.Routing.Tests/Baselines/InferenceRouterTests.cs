using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>SGLang's and llm-d's behaviour as field-notes.md 2.4 describes it.</summary>
public class InferenceRouterTests
{
    [Fact]
    public void Sglang_follows_the_longest_prefix_that_it_has_sent_somewhere()
    {
        var bench = new BaselineBench("sglang-cache-aware");
        var turns = new List<(string, int)> { ("task", 3_000) };
        var first = bench.Serve("s", BaselineBench.Prompt([.. turns]));

        Assert.All(Enumerable.Range(0, 5), i =>
        {
            turns.Add(($"turn{i}", 500));
            Assert.Equal(first, bench.Serve("s", BaselineBench.Prompt([.. turns])));
        });
    }

    [Fact]
    public void Sglang_sends_a_prompt_of_which_less_than_three_tenths_are_known_to_the_idlest()
    {
        var bench = new BaselineBench("sglang-cache-aware", keys: 2);
        var busy = bench.Send(bench.Enter("s1", BaselineBench.Prompt(("a", 1_000))));

        // The front is 5,000 of 25,000 tokens.
        Assert.NotEqual(busy.Key.Name, bench.Send(bench.Enter("s2", BaselineBench.Prompt(("b", 20_000)))).Key.Name);
    }

    [Fact]
    public void Sglang_leaves_the_prefix_for_the_idlest_when_load_is_far_out_of_balance()
    {
        var bench = new BaselineBench("sglang-cache-aware", keys: 2);
        var prompt = BaselineBench.Prompt(("task", 3_000));
        var keys = Enumerable.Range(0, 66).Select(_ => bench.Send(bench.Enter("s", prompt)).Key.Name).ToList();

        Assert.Single(keys.Take(65).Distinct());
        Assert.NotEqual(keys[0], keys[65]);
    }

    [Fact]
    public void Sglang_tries_five_times_more_and_then_hands_the_429_on()
    {
        var bench = new BaselineBench("sglang-cache-aware");
        var ticket = bench.Enter("s");
        var (refusals, last) = (0, NextStep.DecideAgain);
        while (last == NextStep.DecideAgain)
        {
            if (bench.Router.Decide(ticket, bench.Now) is Decision.Wait wait)
            {
                bench.Now = wait.Until;
            }

            last = bench.Refuse(bench.Send(ticket), 5);
            refusals++;
        }

        Assert.Equal(6, refusals);
    }

    [Fact]
    public void Llm_d_sees_only_the_first_4096_tokens_so_a_shared_front_draws_everybody_to_one_key()
    {
        var bench = new BaselineBench("llm-d", options: new() { Seed = 3 });
        var keys = Enumerable.Range(0, 30).Select(i => bench.Serve($"s{i}", BaselineBench.Prompt(($"task{i}", 9_000)))).ToList();

        Assert.Single(keys.Distinct());
    }

    [Theory]
    [InlineData(242, "a")]
    [InlineData(244, "b")]
    public void Llm_d_forgets_what_it_sent_a_row_before_31250_other_blocks(int others, string key)
    {
        // Every prompt comes to 256 blocks, and what is unknown goes to both rows in turn: the first and 121 others fill its row.
        var bench = new BaselineBench("llm-d", keys: 2);
        Assert.Equal("a", bench.Serve("s", Unknown("first")));
        for (var i = 0; i < others; i++)
        {
            bench.Serve($"s{i}", Unknown($"front{i}"));
        }

        Assert.Equal(key, bench.Serve("s", Unknown("first")));
    }

    [Theory]
    [InlineData(5, "a")]
    [InlineData(6, "b")]
    public void Llm_d_leaves_the_prefix_where_it_would_wait_more_than_5_seconds_longer(double retryAfter, string key)
    {
        var bench = new BaselineBench("llm-d");
        var prompt = Unknown("front");
        bench.Serve("s", prompt);
        bench.Refuse(bench.Send(bench.Enter("s", prompt)), retryAfter);

        Assert.Equal(key, bench.Send(bench.Enter("s", prompt)).Key.Name);
    }

    [Fact]
    public void Llm_d_gives_what_nobody_knows_to_the_least_recently_used()
    {
        var bench = new BaselineBench("llm-d");
        var keys = Enumerable.Range(0, 3).Select(i => bench.Serve($"s{i}", Unknown($"front{i}")));

        Assert.Equal(["a", "b", "c"], keys);
    }

    private static Outline Unknown(string front) => Testing.Prompt.For("sonnet").Front(front, 6_000).Mark().Outline();
}
