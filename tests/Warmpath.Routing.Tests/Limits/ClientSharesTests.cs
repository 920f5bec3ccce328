using Warmpath.Routing.Limits;
using Warmpath.Testing;

namespace Warmpath.Routing.Tests.Limits;

/// <summary>How far a client is ahead of the others.</summary>
public class ClientSharesTests
{
    private static readonly DateTimeOffset Now = RouterBench.Start;

    private readonly ClientShares _shares = new();

    [Fact]
    public void A_client_alone_is_never_ahead()
    {
        _shares.Count("a", 50, Now);
        Assert.Equal(0, _shares.Lead("a", 50, Now));
    }

    [Fact]
    public void A_lead_is_what_the_others_need_on_average_to_catch_up()
    {
        _shares.Count("a", 20, Now);
        _shares.Count("b", 5, Now);
        _shares.Count("c", 40, Now);

        // 10 wait: 30 of a, 25 more than b, and no more than c.
        Assert.Equal(12.5, _shares.Lead("a", 10, Now), 9);
        Assert.Equal(0, _shares.Lead("b", 0, Now));
    }

    [Fact]
    public void What_is_given_back_is_not_counted_and_the_rest_fades_over_a_minute()
    {
        _shares.Count("a", 30, Now);
        _shares.Count("a", -10, Now);
        _shares.Count("b", 0, Now);
        Assert.Equal(20, _shares.Lead("a", 0, Now), 9);
        Assert.Equal(20 / Math.E, _shares.Lead("a", 0, Now.AddMinutes(1)), 9);
    }

    [Fact]
    public void Who_was_not_here_for_five_minutes_is_forgotten()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _shares.Count($"client {i}", 1, Now);
        }

        var later = Now.AddMinutes(5);
        _shares.Count("a", 30, later);
        Assert.Equal(0, _shares.Lead("a", 0, later));
        Assert.Equal(1, _shares.Present);
    }
}
