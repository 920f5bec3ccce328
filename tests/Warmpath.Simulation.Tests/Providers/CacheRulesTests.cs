using Warmpath.Routing;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Tests.Providers;

/// <summary>The cache rules of <c>simulation.md</c>, each as a case worked out by hand.</summary>
public class CacheRulesTests
{
    private const CacheLifetime FiveMinutes = CacheLifetime.FiveMinutes;
    private const CacheLifetime OneHour = CacheLifetime.OneHour;

    [Fact]
    public void A_cold_prompt_is_written_up_to_its_last_breakpoint_and_the_rest_is_fresh()
    {
        var usage = Prompts.Unlimited().Answered(Prompts.Even(5, 1000, 1, 3), 0).Usage;

        Assert.Equal(new Usage(Input: 1000, CacheWrite5m: 4000, CacheWrite1h: 0, CacheRead: 0, Output: 60), usage);
    }

    [Fact]
    public void The_next_turn_reads_what_the_turn_before_wrote()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);

        var usage = provider.Answered(Prompts.Even(6, 1000, 5), 10).Usage;

        Assert.Equal(new Usage(Input: 0, CacheWrite5m: 2000, CacheWrite1h: 0, CacheRead: 4000, Output: 60), usage);
    }

    [Fact]
    public void Nothing_is_cached_without_a_breakpoint()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000), 0);

        Assert.Equal(new Usage(4000, 0, 0, 0, 60), provider.Answered(Prompts.Even(4, 1000), 10).Usage);
    }

    [Fact]
    public void Entries_exist_only_at_breakpoints()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);

        // Block 2 was part of the write, but no prefix ends there.
        Assert.Equal(0, provider.Answered(Prompts.Even(3, 1000, 2), 10).Usage.CacheRead);
    }

    [Theory]
    [InlineData(1023, 0)]
    [InlineData(1024, 1024)]
    public void A_prefix_below_the_minimum_is_neither_written_nor_read(int tokens, long read)
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(1, tokens, 0), 0);

        Assert.Equal(read, provider.Answered(Prompts.Even(1, tokens, 0), 10).Usage.CacheRead);
    }

    [Fact]
    public void A_request_may_bring_the_minimum_of_its_model()
    {
        var provider = Prompts.Unlimited();
        var request = Prompts.Even(1, 600, 0) with { MinimumCacheTokens = 512 };

        Assert.Equal(600, provider.Answered(request, 0).Usage.CacheWrite5m);
    }

    [Theory]
    [InlineData(19, 2000)] // breakpoint at 20: it looks at 20, 19, ... 1
    [InlineData(20, 0)] // breakpoint at 21: it looks at 21, 20, ... 2
    public void A_read_looks_at_twenty_blocks_of_which_the_breakpoint_is_the_first(int added, long read)
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(2, 1000, 1), 0);

        Assert.Equal(read, provider.Answered(Prompts.Even(2 + added, 1000, 1 + added), 10).Usage.CacheRead);
    }

    [Fact]
    public void Every_breakpoint_looks_back_for_itself()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(2, 1000, 1), 0);

        var usage = provider.Answered(Prompts.Even(42, 1000, 1, 41), 10).Usage;

        Assert.Equal((2000, 40_000), (usage.CacheRead, usage.CacheWrite5m));
    }

    [Fact]
    public void The_longest_readable_prefix_is_read()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(3, 1000, 0, 1, 2), 0);

        Assert.Equal(3000, provider.Answered(Prompts.Even(4, 1000, 0, 3), 10).Usage.CacheRead);
    }

    [Fact]
    public void The_response_begins_after_latency_and_work_and_ends_at_sixty_tokens_a_second()
    {
        var answer = Prompts.Unlimited().Answered(Prompts.Even(5, 8000, 3) with { OutputTokens = 90 }, 100);

        // 40,000 tokens x 25 us = 1 s; 90 tokens / 60 = 1.5 s
        Assert.Equal(Prompts.At(100 + 0.8 + 1.0), answer.Begins);
        Assert.Equal(Prompts.At(100 + 0.8 + 1.0 + 1.5), answer.Ends);
    }

    [Fact]
    public void Tokens_read_cost_no_time()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 10_000, 3), 0);

        Assert.Equal(Prompts.At(10.8), provider.Answered(Prompts.Even(4, 10_000, 3), 10).Begins);
    }

    [Theory]
    [InlineData(1.7999, 0)]
    [InlineData(1.8, 40_000)]
    public void An_entry_is_readable_from_the_moment_the_writing_response_begins(double seconds, long read)
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 10_000, 3), 0); // begins at 0.8 + 40,000 x 25 us = 1.8 s

        Assert.Equal(read, provider.Answered(Prompts.Even(4, 10_000, 3), seconds).Usage.CacheRead);
    }

    [Theory]
    [InlineData(300, 4000)]
    [InlineData(300.001, 0)]
    public void An_entry_lives_five_minutes_from_the_start_of_its_request(double seconds, long read)
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3) with { OutputTokens = 6000 }, 0); // 100 s of answer do not count

        Assert.Equal(read, provider.Answered(Prompts.Even(4, 1000, 3), seconds).Usage.CacheRead);
    }

    [Theory]
    [InlineData(590, 4000)]
    [InlineData(590.001, 0)]
    public void A_read_keeps_the_entry_alive_from_its_own_start(double seconds, long read)
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);
        provider.Answered(Prompts.Even(4, 1000, 3), 290);

        Assert.Equal(read, provider.Answered(Prompts.Even(4, 1000, 3), seconds).Usage.CacheRead);
    }

    [Fact]
    public void A_read_by_look_back_refreshes_the_entry_that_it_read()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);
        provider.Answered(Prompts.Even(6, 1000, 5), 200); // no breakpoint at block 3 any more

        Assert.Equal(4000, provider.Answered(Prompts.Even(4, 1000, 3), 499).Usage.CacheRead);
    }

    [Fact]
    public void A_breakpoint_inside_the_read_part_is_refreshed_too()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 1, 3), 0);
        provider.Answered(Prompts.Even(4, 1000, 1, 3), 200);

        Assert.Equal(2000, provider.Answered(Prompts.Even(2, 1000, 1), 499).Usage.CacheRead);
    }

    [Fact]
    public void A_breakpoint_that_died_inside_the_read_part_is_made_anew()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 1, 3), 0);
        provider.Answered(Prompts.Even(4, 1000, 3), 200); // keeps block 3 alive, not block 1
        var answer = provider.Answered(Prompts.Even(4, 1000, 1, 3), 400);
        Assert.Equal(4000, answer.Usage.CacheRead);

        Assert.Equal(0, provider.Answered(Prompts.Even(2, 1000, 1), 400.7).Usage.CacheRead); // begins at 400.8
        Assert.Equal(2000, provider.Answered(Prompts.Even(2, 1000, 1), 401.5).Usage.CacheRead);
    }

    [Fact]
    public void Tokens_up_to_the_last_one_hour_breakpoint_are_one_hour_writes()
    {
        var request = Prompts.Even(6, 1000, 0, 2, 4).With(OneHour, OneHour, FiveMinutes);

        Assert.Equal(
            new Usage(Input: 1000, CacheWrite5m: 2000, CacheWrite1h: 3000, CacheRead: 0, Output: 60),
            Prompts.Unlimited().Answered(request, 0).Usage);
    }

    [Fact]
    public void An_entry_of_one_hour_outlives_one_of_five_minutes()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 1, 3).With(OneHour, FiveMinutes), 0);

        var usage = provider.Answered(Prompts.Even(4, 1000, 1, 3).With(OneHour, FiveMinutes), 3600).Usage;

        Assert.Equal((2000, 2000), (usage.CacheRead, usage.CacheWrite5m));
    }

    [Fact]
    public void A_one_hour_request_that_reads_a_five_minute_entry_leaves_it_one()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);
        provider.Answered(Prompts.Even(4, 1000, 3).With(OneHour), 100);

        Assert.Equal(0, provider.Answered(Prompts.Even(4, 1000, 3), 401).Usage.CacheRead);
    }

    [Fact]
    public void A_five_minute_request_refreshes_a_one_hour_entry_by_an_hour()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3).With(OneHour), 0);
        provider.Answered(Prompts.Even(4, 1000, 3), 1000);

        Assert.Equal(4000, provider.Answered(Prompts.Even(4, 1000, 3), 4600).Usage.CacheRead);
    }

    [Fact]
    public void Of_two_writes_in_flight_the_response_that_begins_first_makes_the_entry_readable()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(8, 10_000, 3, 7), 0); // begins at 0.8 + 80,000 x 25 us = 2.8 s
        Assert.Equal(40_000, provider.Answered(Prompts.Even(4, 10_000, 3), 0.5).Usage.CacheWrite5m); // begins at 0.5 + 1.8 = 2.3 s

        Assert.Equal(0, provider.Answered(Prompts.Even(4, 10_000, 3), 2.2).Usage.CacheRead);
        Assert.Equal(40_000, provider.Answered(Prompts.Even(4, 10_000, 3), 2.3).Usage.CacheRead);
    }

    [Fact]
    public void Of_two_writes_in_flight_the_longer_lifetime_holds()
    {
        var provider = Prompts.Unlimited();
        provider.Answered(Prompts.Even(4, 1000, 3), 0);
        provider.Answered(Prompts.Even(4, 1000, 3).With(OneHour), 0.1);

        Assert.Equal(4000, provider.Answered(Prompts.Even(4, 1000, 3), 3600.1).Usage.CacheRead);
    }

    [Fact]
    public void Caches_are_not_shared_between_organizations_workspaces_or_model_classes()
    {
        var provider = new Provider(
        [
            new("acme") { Keys = [new("acme"), new("same"), new("other", "w2")] },
            new("beta"),
        ]);
        var request = Prompts.Even(4, 1000, 3);
        provider.Answered(request, 0);

        Assert.Equal(4000, provider.Answered(request, 10, "same").Usage.CacheRead);
        Assert.Equal(0, provider.Answered(request, 10, "other").Usage.CacheRead);
        Assert.Equal(0, provider.Answered(request, 10, "beta").Usage.CacheRead);
        Assert.Equal(0, provider.Answered(request with { ModelClass = "opus" }, 10).Usage.CacheRead);
    }
}
