using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

public class LineageTests : StoreTest
{
    [Fact]
    public async Task A_lineage_is_the_sum_of_its_rows()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 1) with { Usage = new(1, 2, 3, 4, 5), CostNanodollars = 10, Agent = "agent_1", Miss = new(MissCause.FirstWrite, 0) });
        await store.WriteAsync(Some.Served(2, "key_2", 2, Some.Now.AddMinutes(1)) with
        {
            Usage = new(10, 20, 30, 40, 50),
            CostNanodollars = 100,
            Decision = "migrated,waited",
            Reason = "Waiting would have cost more.",
            Miss = new(MissCause.Moved, 30),
        });
        await store.WriteAsync(Some.Row(3, Some.Now.AddMinutes(2)) with { Lineage = null });

        Assert.Equal(
            new LineageSummary(
                "lineage_1",
                "client_1",
                "session_1",
                "agent_1",
                "claude-sonnet-4-5",
                "key_2",
                "Team key_2",
                "org of key_2",
                "workspace of key_2",
                Some.Now,
                Some.Now.AddMinutes(1),
                Requests: 2,
                Hits: 2,
                Misses: 1,
                MissedTokens: 30,
                MissCause.Moved,
                Moves: 1,
                InputTokens: 11,
                CacheWriteTokens: 55,
                CacheReadTokens: 44,
                OutputTokens: 55,
                CostNanodollars: 110,
                "Waiting would have cost more."),
            Assert.Single(await store.ListLineagesAsync(null, null, 10, None)));
    }

    [Fact]
    public async Task Hits_and_misses_that_an_older_program_did_not_sum_are_summed_from_the_ledger()
    {
        LineageSummary summed;
        await using (var store = await OpenAsync())
        {
            await store.WriteAsync(Some.Served(1, "key_1", 1) with { Usage = new(1, 2, 3, 0, 5), Miss = new(MissCause.FirstWrite, 0) });
            await store.WriteAsync(Some.Served(2, "key_2", 2) with { Usage = new(1, 2, 3, 4, 5), Miss = new(MissCause.Moved, 30) });
            await store.WriteAsync(Some.Served(3, "key_2", 3) with { Usage = new(1, 2, 3, 4, 5), Miss = new(MissCause.Expired, 12) });
            await store.WriteAsync(Some.Served(4, "key_2", 4) with { Usage = new(1, 2, 3, 4, 5) });
            summed = Assert.Single(await store.ListLineagesAsync(null, null, 10, None));
            Assert.Equal((3, 2, 42, MissCause.Expired), (summed.Hits, summed.Misses, summed.MissedTokens, summed.LastMissCause));
        }

        foreach (var column in (string[])["hits", "misses", "missed_tokens", "last_miss_cause"])
        {
            Sql($"ALTER TABLE lineages DROP COLUMN {column}");
        }

        Sql("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%LineageMisses'");
        await using var updated = await OpenAsync();
        Assert.Equal(summed, Assert.Single(await updated.ListLineagesAsync(null, null, 10, None)));
    }

    [Fact]
    public async Task Only_an_answer_that_carried_a_cache_makes_or_moves_a_home()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Served(1, "key_1", 1) with { Workspace = null });
        await store.WriteAsync(Some.Served(2, "key_2", 2) with { Tip = null });
        await store.WriteAsync(Some.Served(3, "key_3", 3) with { Status = 400 });
        await store.WriteAsync(Some.Served(4, "key_4", 4) with { Key = null });
        var lineage = Assert.Single(await store.ListLineagesAsync(null, null, 10, None));
        Assert.Equal(("key_1", null, 4), (lineage.Key, lineage.Workspace, lineage.Requests));
        var home = Assert.Single((await store.ReadRoutingStateAsync(Some.Now, None)).Lineages);
        Assert.Equal((new KeyId("key_1"), (UInt128)1), (home.Key, home.Tip));
    }

    [Fact]
    public async Task Lineages_are_listed_last_served_first_and_by_session()
    {
        await using var store = await OpenAsync();
        foreach (var n in Enumerable.Range(1, 6))
        {
            await store.WriteAsync(Some.Row(n, Some.Now.AddSeconds(n)) with { Lineage = $"l{n}", Session = n % 2 == 0 ? "even" : "odd" });
        }

        Assert.Equal(["l6", "l5"], await NamesAsync(store, null, null, 2));
        Assert.Equal(["l4", "l3", "l2", "l1"], await NamesAsync(store, null, Some.Now.AddSeconds(5), 10));
        Assert.Equal(["l5", "l3", "l1"], await NamesAsync(store, "odd", null, 10));
    }

    [Fact]
    public async Task Lineages_of_one_millisecond_are_not_divided_between_pages()
    {
        await using var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 5).Select(n => store.WriteAsync(Some.Row(n) with { Lineage = $"l{n}" })));
        await store.WriteAsync(Some.Row(6, Some.Now.AddSeconds(1)) with { Lineage = "last" });
        await store.WriteAsync(Some.Row(7, Some.Now.AddSeconds(-1)) with { Lineage = "first" });
        var page = await NamesAsync(store, null, null, 3);
        Assert.Equal(["l1", "l2", "l3", "l4", "l5", "last"], page.Order());
        Assert.Equal(["first"], await NamesAsync(store, null, Some.Now, 3));
    }

    private static async Task<IEnumerable<string>> NamesAsync(WarmpathStore store, string? session, DateTimeOffset? before, int limit) =>
        (await store.ListLineagesAsync(session, before, limit, None)).Select(lineage => lineage.Lineage);
}
