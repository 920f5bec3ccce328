using Warmpath.Routing.Deciding;
using Warmpath.Routing.Outlines;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Lifetimes;

public class LifetimeTests
{
    private const string Sonnet = "claude-sonnet-4-6"; // 5m write 3.75, 1h write 6, read 0.30 $ per million tokens

    private static Outline Turn(int n)
    {
        var prompt = Prompt.For(Sonnet).Front("front", 20_000).Mark();
        for (var i = 0; i < n; i++)
        {
            prompt.Turn($"t{i}", 1_000);
        }

        return prompt.Mark().Outline();
    }

    private static Attempt Serve(RouterBench bench, Outline outline, LifetimeMode mode, string? agent = null) =>
        bench.Serve(bench.Request(outline, agent: agent) with { Lifetime = mode });

    [Fact]
    public void Left_to_the_client_no_marker_is_touched()
    {
        var bench = new RouterBench("a");
        for (var turn = 1; turn < 10; turn++)
        {
            Assert.Empty(Serve(bench, Turn(turn), LifetimeMode.Client).HourMarkers);
            bench.Pass(600);
        }
    }

    // The front is bought at once: others will want it. Then turn n leaves n thousand tokens uncovered, and a pause would cost each of them
    // 3.75 - 0.30 = $3.45 a million. The chance of one is 0.8 / (10 + gaps seen, the lineage's own counted twice more): turns 2 to 5 pay a
    // rent of 2K x 0.080, 3K x 0.062, 4K x 0.050, 5K x 0.042 = $0.00055 + 0.00064 + 0.00069 + 0.00073. Only with the fourth it reaches
    // what an hour costs for the 1,000 tokens written: 6 - 3.75 = $2.25 a million, $0.00225.
    [Fact]
    public void A_conversation_buys_the_hour_when_the_expected_loss_has_reached_its_price()
    {
        var bench = new RouterBench("a");
        for (var turn = 1; turn <= 5; turn++)
        {
            var bought = Serve(bench, Turn(turn), LifetimeMode.Auto).HourMarkers.Select(marker => marker.Block);
            Assert.Equal(turn < 5 ? [0] : [0, 5], bought);
            bench.Pass(20);
        }

        bench.Pass(1_500);
        Assert.Equal(25_000, Serve(bench, Turn(6), LifetimeMode.Auto).Explanation.Expected.Read);
    }

    [Fact]
    public void Longer_lifetimes_always_precede_shorter_ones_and_explicit_markers_stand()
    {
        var bench = new RouterBench("a");
        var random = new Random(1);
        for (var turn = 1; turn < 40; turn++)
        {
            var outline = Turn(turn);
            var attempt = Serve(bench, outline, LifetimeMode.Auto);
            var hours = outline.Breakpoints.Select(b => attempt.HourMarkers.Contains(b)).ToList();
            Assert.Equal(hours.OrderByDescending(hour => hour), hours);
            bench.Pass(random.Next(1, 900));
        }

        var explicitly = new Outline { Model = Sonnet, Blocks = Turn(2).Blocks, FrontBlocks = 1, Breakpoints = [new(0, CacheLifetime.FiveMinutes, IsExplicit: true), new(2, CacheLifetime.FiveMinutes)] };
        Assert.Empty(Serve(bench, explicitly, LifetimeMode.Auto).HourMarkers);
    }

    private static Outline First(string session) =>
        Prompt.For(Sonnet).Front("front", 20_000).Mark().Turn("project", 4_000).Mark().Turn(session, 300).Mark().Outline();

    private static int[] Bought(RouterBench bench, string session, string? agent = null) =>
        [.. bench.Serve(bench.Request(First(session), session, agent) with { Lifetime = LifetimeMode.Auto }).HourMarkers.Select(marker => marker.Block)];

    // A chance of one half at first that a main conversation's beginning comes back, and two pauses before its end: one pause spares $3.45 a
    // million, an hour costs $2.25 more.
    [Fact]
    public void What_conversations_begin_with_lives_an_hour_and_what_only_one_says_does_not()
    {
        var bench = new RouterBench("a");
        Assert.Equal([0, 1], Bought(bench, "s1"));
        bench.Pass(600);
        Assert.Equal(24_000, bench.Serve(bench.Request(First("s2"), "s2") with { Lifetime = LifetimeMode.Auto }).Explanation.Expected.Read);
    }

    [Fact]
    public void A_subagents_briefing_is_worth_an_hour_only_once_another_has_begun_with_it()
    {
        var bench = new RouterBench("a");
        Assert.Equal([0], Bought(bench, "s1", "a1"));
        bench.Pass(600);
        Assert.Equal([0, 1], Bought(bench, "s1", "a2"));
    }

    [Fact]
    public void Where_no_beginning_ever_comes_back_the_gateway_stops_to_bet_on_it()
    {
        var bench = new RouterBench("a");
        var bets = new List<bool>();
        for (var i = 0; i < 10; i++)
        {
            var prompt = Prompt.For(Sonnet).Front("front", 20_000).Mark().Turn($"document{i}", 4_000).Mark().Turn($"question{i}", 300).Mark().Outline();
            bets.Add(bench.Serve(bench.Request(prompt, $"s{i}") with { Lifetime = LifetimeMode.Auto }).HourMarkers.Any(marker => marker.Block == 1));
            bench.Pass(30);
        }

        Assert.True(bets[0]);
        Assert.DoesNotContain(true, bets[3..]);
    }

    [Fact]
    public void A_subagent_that_never_pauses_does_not_buy()
    {
        var bench = new RouterBench("a");
        for (var turn = 1; turn < 15; turn++)
        {
            var attempt = Serve(bench, Turn(turn), LifetimeMode.Auto, agent: "a1");
            Assert.DoesNotContain(attempt.HourMarkers, marker => marker.Block == turn && turn > 12);
            bench.Pass(5);
        }
    }
}
