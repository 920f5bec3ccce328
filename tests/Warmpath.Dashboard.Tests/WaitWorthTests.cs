using Warmpath.Gateway.Admin.Settings;
using Warmpath.Routing.Catalog;

namespace Warmpath.Dashboard.Tests;

public class WaitWorthTests
{
    [Fact]
    public void A_conversation_waits_as_long_as_the_wait_costs_less_than_writing_its_cache_anew()
    {
        var sonnet = ModelCatalog.BuiltIn.Facts("claude-sonnet-5-5", Some.Now);
        var cost = WaitWorth.MoveCost(sonnet, 60_000);
        Assert.Equal(60_000 * (double)(sonnet.Prices.CacheWrite5m - sonnet.Prices.CacheRead) / 1e6, cost);
        Assert.Equal(cost * 60, WaitWorth.LongestWait(cost, 60)!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void Time_that_is_worth_nothing_waits_for_ever() => Assert.Null(WaitWorth.LongestWait(0.1, 0));
}
