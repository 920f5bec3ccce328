using Warmpath.Routing;
using Warmpath.Routing.Lineages;
using Warmpath.Routing.Outlines;
using Warmpath.Routing.Warmth;

namespace Warmpath.Storage.Tests.Ledger;

public class RoutingStateTests : StoreTest
{
    [Fact]
    public async Task Homes_and_warmth_survive_a_restart()
    {
        var touches = new WarmTouch[]
        {
            new(UInt128.MaxValue, CacheLifetime.FiveMinutes, 12_000, Some.Now),
            new(7, CacheLifetime.OneHour, 50_000, Some.Now),
        };
        await using (var store = await OpenAsync())
        {
            await store.WriteAsync(Some.Served(1, "key_1", 7) with { Touches = touches });
        }

        await using var again = await OpenAsync();
        var (lineages, warmth) = await again.ReadRoutingStateAsync(Some.Now.AddSeconds(30), None);
        Assert.Equal([new LineageRecord("lineage_1", new("key_1"), 7, Some.Now)], lineages);
        Assert.Equal(touches.Select(touch => (new KeyId("key_1"), touch)), warmth);
    }

    [Theory]
    [InlineData(CacheLifetime.FiveMinutes, 299, 1)]
    [InlineData(CacheLifetime.FiveMinutes, 300, 0)]
    [InlineData(CacheLifetime.OneHour, 3599, 1)]
    [InlineData(CacheLifetime.OneHour, 3600, 0)]
    public async Task An_entry_comes_back_until_the_instant_it_expires(CacheLifetime lifetime, int seconds, int entries)
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 7) with { Touches = [new(7, lifetime, 5000, Some.Now)] });
        Assert.Equal(entries, (await store.ReadRoutingStateAsync(Some.Now.AddSeconds(seconds), None)).Warmth.Count);
    }

    [Fact]
    public async Task A_home_comes_back_for_a_day()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 7));
        Assert.Single((await store.ReadRoutingStateAsync(Some.Now.AddHours(24), None)).Lineages);
        Assert.Empty((await store.ReadRoutingStateAsync(Some.Now.AddHours(24).AddMilliseconds(1), None)).Lineages);
    }

    [Fact]
    public async Task The_home_is_where_the_last_row_says_also_when_the_clock_stepped_back()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 1));
        await store.WriteAsync(Some.Served(2, "key_2", 2, Some.Now.AddMinutes(-10)));
        Assert.Equal(
            [new LineageRecord("lineage_1", new("key_2"), 2, Some.Now.AddMinutes(-10))],
            (await store.ReadRoutingStateAsync(Some.Now, None)).Lineages);
    }

    [Fact]
    public async Task Warmth_comes_oldest_first()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 1));
        await store.WriteAsync(Some.Served(2, "key_2", 2, Some.Now.AddMinutes(-1)));
        await store.WriteAsync(Some.Served(3, "key_3", 3, Some.Now.AddMinutes(-2)));
        Assert.Equal(["key_1", "key_2", "key_3"], (await store.ReadRoutingStateAsync(Some.Now, None)).Warmth.Select(entry => entry.Key.Value));
    }
}
