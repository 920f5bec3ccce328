using Warmpath.Routing.Deciding;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Misses;

public class MissTests
{
    private const string Model = "claude-sonnet-4-5";
    private static readonly Usage Cold = new(100, 60_000, 0, 0, 200);
    private readonly RouterBench _bench = new("a");

    [Fact]
    public void The_first_request_of_a_conversation_is_a_first_write_that_lost_nothing() =>
        Assert.Equal(new Miss(MissCause.FirstWrite, 0), Verdict(Send(Turns(1)), Cold));

    [Fact]
    public void A_turn_that_reads_what_the_last_one_left_is_a_hit()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        Assert.Null(Verdict(Send(Turns(2)), new Usage(100, 1_000, 0, 49_900, 200)));
    }

    [Fact]
    public void A_turn_after_the_lifetime_is_over_has_expired()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        _bench.Pass(301);
        Assert.Equal(new Miss(MissCause.Expired, 50_000), Verdict(Send(Turns(2)), Cold));
    }

    [Fact]
    public void A_turn_served_elsewhere_was_moved()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        _bench.Add("b");
        _bench.Router.RemoveKey(new("a"), _bench.Now);
        Assert.Equal(new Miss(MissCause.Moved, 50_000), Verdict(Send(Turns(2)), Cold));
    }

    [Fact]
    public void A_prompt_that_begins_differently_was_changed_also_when_it_comes_late()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        _bench.Pass(400);
        var other = Prompt.For(Model).Front("other tools", 20_000).Turn("t0", 30_000).Mark().Outline();
        Assert.Equal(new Miss(MissCause.PromptChanged, 50_000), Verdict(Send(other), Cold));
    }

    [Fact]
    public void A_prompt_without_markers_is_unmarked() =>
        Assert.Equal(MissCause.Unmarked, Verdict(Send(Prompt.For(Model).Turn("t", 9_000).Outline()), new Usage(9_000, 0, 0, 0, 9))?.Cause);

    [Fact]
    public void A_prompt_below_the_minimum_is_too_small() =>
        Assert.Equal(MissCause.TooSmall, Verdict(Send(Prompt.For(Model).Turn("t", 300).Mark().Outline()), new Usage(300, 0, 0, 0, 9))?.Cause);

    [Fact]
    public void A_turn_that_adds_more_blocks_than_a_marker_looks_back_over_is_beyond_it()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        var prompt = Prompt.For(Model).Front("tools", 20_000).Turn("t0", 30_000);
        for (var block = 1; block <= 20; block++)
        {
            prompt.Turn($"t{block}", 100);
        }

        Assert.Equal(new Miss(MissCause.BeyondLookBack, 50_000), Verdict(Send(prompt.Mark().Outline()), Cold));
    }

    [Fact]
    public void A_subagent_that_is_sent_while_its_sibling_still_writes_the_same_prefix_lost_a_race()
    {
        _bench.ValueOfTime = 100_000; // too dear to wait for the sibling
        _bench.Send(_bench.Enter(_bench.Request(Turns(1), agent: "one")));
        Assert.Equal(MissCause.ParallelRace, Verdict(_bench.Send(_bench.Enter(_bench.Request(Turns(1), agent: "two"))), Cold)?.Cause);
    }

    [Fact]
    public void What_should_have_been_there_was_dropped_by_the_provider()
    {
        _bench.Serve(_bench.Request(Turns(1)));
        Assert.Equal(new Miss(MissCause.Provider, 30_000), Verdict(Send(Turns(2)), new Usage(100, 30_000, 0, 20_000, 200)));
    }

    [Fact]
    public void Counting_tokens_has_no_verdict() =>
        Assert.Null(_bench.Send(_bench.Enter(_bench.Request(Turns(1), kind: RequestKind.CountTokens))).MissGrounds);

    private static Outline Turns(int count)
    {
        var prompt = Prompt.For(Model).Front("tools", 20_000).Turn("t0", 30_000);
        for (var turn = 1; turn < count; turn++)
        {
            prompt.Turn($"t{turn}", 1_000);
        }

        return prompt.Mark().Outline();
    }

    private Attempt Send(Outline outline) => _bench.Send(_bench.Enter(_bench.Request(outline)));

    private static Miss? Verdict(Attempt attempt, Usage usage) => attempt.MissGrounds!.Value.Judge(usage); // these carry prompts
}
