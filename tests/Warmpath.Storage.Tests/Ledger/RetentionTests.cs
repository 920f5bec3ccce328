using Warmpath.Routing.Fleet;

namespace Warmpath.Storage.Tests.Ledger;

public class RetentionTests : StoreTest
{
    [Fact]
    public async Task Pruning_deletes_what_is_older_and_keeps_the_rest()
    {
        await using var store = await OpenAsync();
        foreach (var (n, at) in new[] { (1, Some.Now.AddHours(-2)), (2, Some.Now.AddMilliseconds(-1)), (3, Some.Now), (4, Some.Now.AddHours(1)) })
        {
            await store.WriteAsync(Some.Row(n, at) with { Lineage = $"l{n}" });
            await store.AddEventAsync(new(0, at, "moved", $"l{n}", "Moved."), None);
        }

        Assert.Equal(2, await store.PruneAsync(Some.Now, None));
        Assert.Equal([Some.Row(4).Id, Some.Row(3).Id], (await store.QueryAsync(new(), None)).Items.Select(row => row.Id));
        Assert.Equal(["l4", "l3"], (await store.ListLineagesAsync(null, null, 10, None)).Select(lineage => lineage.Lineage));
        Assert.Equal(["l4", "l3"], (await store.ListEventsAsync(null, 10, None)).Select(happened => happened.Subject));
        Assert.Equal(0, await store.PruneAsync(Some.Now, None));
    }

    [Fact]
    public async Task Ids_of_what_the_provider_keeps_no_longer_go_and_those_without_end_stay()
    {
        await using var store = await OpenAsync();
        var maker = new Maker(new("key_1"), null, null);
        await store.AddMadeIdAsync(new("resp_old", maker, Some.Now.AddDays(-90), Some.Now.AddDays(-60)), None);
        await store.AddMadeIdAsync(new("resp_new", maker, Some.Now.AddDays(-90), Some.Now), None);
        await store.AddMadeIdAsync(new("file_1", maker, Some.Now.AddDays(-90)), None);
        await store.PruneMadeIdsAsync(Some.Now.AddDays(-30), None);
        Assert.Null((await store.FindMakersAsync(["resp_old"], None)).GetValueOrDefault("resp_old"));
        Assert.Equal(maker, (await store.FindMakersAsync(["resp_new"], None)).GetValueOrDefault("resp_new"));
        Assert.Equal(maker, (await store.FindMakersAsync(["file_1"], None)).GetValueOrDefault("file_1"));
    }

    [Fact]
    public async Task Totals_of_hours_stay_a_month_longer_than_rows_for_budgets_are_reckoned_from_them()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row(1, Some.Now.AddMinutes(10)));
        await store.WriteAsync(Some.Row(2, Some.Now.AddMinutes(-10)));
        await store.PruneAsync(Some.Now.AddDays(31).AddMinutes(30), None); // the hour in which it ends is kept whole
        Assert.Equal(1, (await store.SumAsync(Some.Now.AddDays(-1), Some.Now.AddDays(1), None)).Requests);
    }

    [Fact]
    public async Task A_cursor_stays_good_when_all_rows_were_pruned_and_new_ones_came()
    {
        await using var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 3).Select(n => store.WriteAsync(Some.Row(n, Some.Now.AddDays(-1)))));
        var next = (await store.QueryAsync(new(Limit: 1), None)).Next;
        Assert.Equal(3, await store.PruneAsync(Some.Now, None));
        await store.WriteAsync(Some.Row(4)); // must not get a number that was used before
        Assert.Empty((await store.QueryAsync(new(next), None)).Items);
        Assert.Single((await store.QueryAsync(new(), None)).Items);
    }

    [Fact]
    public async Task Many_rows_are_deleted_in_chunks_while_others_are_written()
    {
        await using var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 5000).Select(n => store.WriteAsync(Some.Row(n, Some.Now.AddDays(-1)))));
        var pruning = store.PruneAsync(Some.Now, None);
        Assert.All(await Task.WhenAll(Enumerable.Range(5001, 500).Select(n => store.WriteAsync(Some.Row(n)))), Assert.True);
        Assert.Equal(5000, await pruning);
        Assert.Equal(500, (await store.QueryAsync(new(Limit: 1000), None)).Items.Count);
    }
}
