using Warmpath.Routing.Health;

namespace Warmpath.Routing.Tests.Baselines;

/// <summary>experiential's redial by cached share as field-notes.md 2.3 describes it.</summary>
public class ExperientialRouterTests
{
    [Theory]
    [InlineData("experiential", 49, 0)]
    [InlineData("experiential", 50, 4)]
    [InlineData("experiential/graded", 0, 0)]
    [InlineData("experiential/graded", 12, 0)] // 4 x .12 / .5 = .96
    [InlineData("experiential/graded", 13, 1)]
    [InlineData("experiential/graded", 38, 3)]
    [InlineData("experiential/graded", 90, 4)]
    public void A_limited_row_is_tried_again_as_often_as_the_cached_share_allows_then_the_next(string form, int cachedPercent, int redials)
    {
        var bench = new BaselineBench(form);
        bench.Serve("s", usage: Share(cachedPercent));
        var ticket = bench.Enter("s");
        for (var i = 0; i < redials; i++)
        {
            bench.Refuse(bench.Send(ticket), 5);
            Assert.Equal(5, bench.Held(ticket));
            bench.Now += TimeSpan.FromSeconds(5);
        }

        var last = bench.Send(ticket);
        bench.Refuse(last, 5);
        Assert.Equal(["a", "b"], [last.Key.Name, bench.Send(ticket).Key.Name]);
    }

    [Fact]
    public void Without_evidence_a_limited_row_is_left_at_once_and_after_the_last_row_the_client_gets_the_answer()
    {
        var bench = new BaselineBench("experiential");
        var ticket = bench.Enter("s");

        Assert.Equal(
            [NextStep.DecideAgain, NextStep.DecideAgain, NextStep.ReturnAnswer],
            [bench.Refuse(bench.Send(ticket), 5), bench.Refuse(bench.Send(ticket), 5), bench.Refuse(bench.Send(ticket), 5)]);
    }

    [Fact]
    public void The_share_moves_a_fifth_of_the_way_to_each_new_answer()
    {
        // From 60 %: one answer without reads leaves .8 x 60 = 48 %, below the half.
        var bench = new BaselineBench("experiential");
        bench.Serve("s", usage: Share(60));
        bench.Serve("s", usage: Share(0));
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket), 5);
        Assert.Equal("b", bench.Send(ticket).Key.Name);

        // .8 x 48 + .2 x 60 = 50.4 %.
        bench.Serve("s", usage: Share(60));
        var second = bench.Enter("s");
        bench.Refuse(bench.Send(second), 5);
        Assert.Equal(5, bench.Held(second));
    }

    [Fact]
    public void Only_a_429_is_worth_a_redial_and_an_error_of_the_client_goes_back_as_it_came()
    {
        var bench = new BaselineBench("experiential");
        bench.Serve("s", usage: Share(100));
        var ticket = bench.Enter("s");
        bench.Refuse(bench.Send(ticket), status: 529);
        var next = bench.Send(ticket);

        Assert.Equal(("b", NextStep.ReturnAnswer), (next.Key.Name, bench.Refuse(next, status: 400)));
    }

    private static Usage Share(int cachedPercent) => new(100 - cachedPercent, 0, 0, cachedPercent, 5);
}
