using Warmpath.Routing.Lineages;

namespace Warmpath.Routing.Tests.Lineages;

public class ConversationFlowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly ConversationFlow _flow = new();

    [Fact]
    public void A_turn_follows_upon_the_lineages_last_answer_after_a_pause()
    {
        Assert.Null(Next(null, 0, 5));
        Follows(Next(null, 12, 15), 7, "main");
    }

    [Fact]
    public void A_turn_that_comes_while_the_last_is_under_way_is_an_open_loop()
    {
        Next(null, 0, 5);
        Assert.Null(Next(null, 4, 8));
    }

    [Fact]
    public void Subagents_fork_from_the_call_before_them_and_the_conversation_joins_on_those_that_it_sent_out()
    {
        Next(null, 0, 5);
        Follows(Next("a", 6, 9), 1, "main");
        Follows(Next("b", 6, 10), 1, "main");
        Follows(Next("a", 11, 20), 2, "a");
        Follows(Next(null, 22, 25), 2, "a", "b");

        // The next turn does not wait for them once more.
        Follows(Next(null, 30, 31), 5, "main");
    }

    [Fact]
    public void Sessions_and_clients_do_not_mix()
    {
        Next(null, 0, 5);
        Assert.Null(_flow.Next("other", "s", "other/s", null, null, Start.AddSeconds(6), Start.AddSeconds(7)));
        Assert.Null(_flow.Next("c", "t", "c/t", null, null, Start.AddSeconds(6), Start.AddSeconds(7)));
    }

    [Fact]
    public void A_session_that_rests_is_forgotten()
    {
        Next(null, 0, 5);
        _flow.Forget(Start.AddSeconds(6));
        Assert.Null(Next(null, 7, 8));
    }

    private Precedents? Next(string? agent, double arrived, double ended) =>
        _flow.Next("c", "s", agent ?? "main", agent, null, Start.AddSeconds(arrived), Start.AddSeconds(ended));

    private static void Follows(Precedents? precedents, double think, params string[] lineages)
    {
        Assert.Equal(lineages, precedents!.Lineages.Order());
        Assert.Equal(think, precedents.Think.TotalSeconds);
    }
}
