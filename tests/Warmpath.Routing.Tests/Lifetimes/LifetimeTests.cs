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
