using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Tests.Ledger;

public class LedgerReaderTests : StoreTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_hold_every_row_once_newest_first(int limit)
    {
        await using var store = await OpenAsync();
        await WriteAsync(store, Enumerable.Range(1, 30).Select(n => Some.Row(n)));
        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(n => Some.Row(n).Id), await IdsAsync(store, new(Limit: limit)));
    }

    [Fact]
    public async Task Rows_written_while_paging_change_no_later_page()
    {
        await using var store = await OpenAsync();
        await WriteAsync(store, Enumerable.Range(1, 30).Select(n => Some.Row(n)));
        var ids = new List<string>();
        var written = 30;
        for (long? after = null; ;)
        {
            var page = await store.QueryAsync(new(after, 7), None);
            ids.AddRange(page.Items.Select(row => row.Id));
            if ((after = page.Next) is null)
            {
                break;
            }

            await store.WriteAsync(Some.Row(++written));
        }

        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(n => Some.Row(n).Id), ids);
    }

    [Fact]
    public async Task Filters_choose_by_session_key_and_lineage_alone_and_together()
    {
        await using var store = await OpenAsync();
        await WriteAsync(store, [
            Some.Row(1),
            Some.Row(2) with { Session = "other" },
            Some.Row(3) with { Key = "other" },
            Some.Row(4) with { Lineage = "other" },
            Some.Row(5) with { Session = "other", Key = "other" },
            Some.Row(6) with { Session = null, Key = null, Lineage = null },
        ]);
        Assert.Equal([Some.Row(5).Id, Some.Row(2).Id], await IdsAsync(store, new(Session: "other", Limit: 1)));
        Assert.Equal([Some.Row(5).Id, Some.Row(3).Id], await IdsAsync(store, new(Key: "other")));
        Assert.Equal([Some.Row(4).Id], await IdsAsync(store, new(Lineage: "other")));
        Assert.Equal([Some.Row(5).Id], await IdsAsync(store, new(Session: "other", Key: "other")));
        Assert.Empty(await IdsAsync(store, new(Session: "nobody")));
    }

    [Fact]
    public async Task Filters_choose_by_client_model_organization_decision_end_miss_and_time()
    {
        await using var store = await OpenAsync();
        await WriteAsync(store, [
            Some.Row(1),
            Some.Row(2) with { Client = "other" },
            Some.Row(3) with { Model = "other" },
            Some.Row(4) with { Organization = "other" },
            Some.Row(5) with { Decision = "migrated,waited" },
            Some.Row(6) with { End = EndState.Truncated },
            Some.Row(7) with { Miss = new(MissCause.Expired, 40_000) },
            Some.Row(8, Some.Now.AddMinutes(-5)),
        ]);
        Assert.Equal([Some.Row(2).Id], await IdsAsync(store, new() { Client = "other" }));
        Assert.Equal([Some.Row(3).Id], await IdsAsync(store, new() { Model = "other" }));
        Assert.Equal([Some.Row(4).Id], await IdsAsync(store, new() { Organization = "other" }));
        Assert.Equal([Some.Row(5).Id], await IdsAsync(store, new() { Decision = "migrated" }));
        Assert.Equal([Some.Row(5).Id], await IdsAsync(store, new() { Decision = "waited" }));
        Assert.Empty(await IdsAsync(store, new() { Decision = "wait" }));
        Assert.Equal([Some.Row(6).Id], await IdsAsync(store, new() { End = EndState.Truncated }));
        Assert.Equal([Some.Row(7).Id], await IdsAsync(store, new() { Miss = MissCause.Expired }));
        Assert.Equal([Some.Row(8).Id], await IdsAsync(store, new() { To = Some.Now }));
        Assert.Equal(7, (await IdsAsync(store, new() { From = Some.Now })).Count);
        Assert.Empty(await IdsAsync(store, new() { From = Some.Now.AddHours(2) }));
        Assert.Empty(await IdsAsync(store, new() { Client = "other", Model = "other" }));
    }

    [Fact]
    public async Task A_rare_thing_is_found_over_pages_that_look_at_a_part_each()
    {
        await (await OpenAsync()).DisposeAsync();
        Fill(PageSpan.Widest * 2);
        Sql("UPDATE requests SET decision = 'migrated' WHERE sequence IN (3, 150000)");
        await using var store = await OpenAsync();
        Assert.Equal(["wreq_150000", "wreq_3"], await IdsAsync(store, new() { Decision = "migrated" }));
        Assert.Empty(await IdsAsync(store, new() { Decision = "migrated", From = Some.Now.AddSeconds(-1) })); // no page reaches so far back
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_of_an_unusual_size_is_refused(int limit)
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.QueryAsync(new(Limit: limit), None));
    }

    [Fact]
    public async Task Over_many_rows_every_query_seeks_in_an_index_and_sorts_nothing()
    {
        await (await OpenAsync()).DisposeAsync();
        Fill(200_000);
        using var database = new StoreDatabase(Folder.Database);
        using var context = database.Open();

        Assert.Equal("SEARCH requests USING INTEGER PRIMARY KEY (rowid<?)", await PagePlan(new(After: 5)));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_session_sequence (session=? AND sequence<?)", await PagePlan(new(After: 5, Session: "s")));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_key_sequence (key=?)", await PagePlan(new(Key: "k")));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_lineage_sequence (lineage=?)", await PagePlan(new(Lineage: "l")));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_client_sequence (client=?)", await PagePlan(new() { Client = "c" }));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_model_sequence (model=?)", await PagePlan(new() { Model = "m" }));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_organization_sequence (organization=?)", await PagePlan(new() { Organization = "o" }));
        Assert.Equal("SEARCH requests USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", await PagePlan(new() { Decision = "migrated" }));
        Assert.Equal(
            "SEARCH requests USING INDEX IX_requests_client_sequence (client=? AND sequence>? AND sequence<?)",
            await PagePlan(new() { Client = "c", End = EndState.Error }));
        Assert.Equal("SEARCH lineages USING INDEX IX_lineages_last_at (last_at<?)", Plan(LedgerReader.Lineages(context, null, Some.Now)));
        Assert.Equal(
            "SEARCH lineages USING INDEX IX_lineages_session_last_at (session=? AND last_at<?)",
            Plan(LedgerReader.Lineages(context, "s", Some.Now)));
        Assert.Equal(
            "SEARCH hours USING INDEX sqlite_autoindex_hours_1 (hour>? AND hour<?)", Plan(LedgerReader.Hours(context, Some.Now, Some.Now)));
        Assert.Equal("SEARCH lineages USING INDEX IX_lineages_last_at (last_at>?)", SqlPlan(RoutingStateReader.Homes(Some.Now)));
        Assert.Equal("SEARCH requests USING INDEX IX_requests_at (at>?)", SqlPlan(RoutingStateReader.Touched(Some.Now)));
        Assert.Contains("SEARCH requests USING INDEX IX_requests_at (at>? AND at<?)", SqlPlan(LedgerReader.KeyMinutes(Some.Now, Some.Now, 5000)), StringComparison.Ordinal);

        async Task<string> PagePlan(LedgerQuery query) =>
            Plan(LedgerReader.Page(context, query, (await PageSpan.OfAsync(context, query, None))!.Value)); // the table is not empty

        string Plan<T>(IQueryable<T> query)
        {
            context.Database.OpenConnection();
            return Explained(query.CreateDbCommand());
        }

        string SqlPlan(FormattableString query)
        {
            using var connection = database.Connect(Durability.Kill);
            return Explained(StoreDatabase.Command(connection, query));
        }

        static string Explained(DbCommand asked)
        {
            using var command = asked;
            command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            using var reader = command.ExecuteReader();
            var steps = new List<string>();
            while (reader.Read())
            {
                steps.Add(reader.GetString(3).Replace("\"", "", StringComparison.Ordinal));
            }

            // EF gives tables short names and the planner adds them: only the table's own name is of interest.
            return string.Join("; ", steps.Select(step => step.Replace(" r ", " requests ", StringComparison.Ordinal)
                .Replace(" l ", " lineages ", StringComparison.Ordinal).Replace(" h ", " hours ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_start_over_many_rows_reads_a_bounded_number_of_them()
    {
        await (await OpenAsync()).DisposeAsync();
        Fill(RoutingStateReader.MostRows + 5000);
        await using var store = await OpenAsync();
        var (lineages, warmth) = await store.ReadRoutingStateAsync(Some.Now, None);
        Assert.Equal(RoutingStateReader.MostRows, lineages.Count);
        Assert.Equal(RoutingStateReader.MostRows, warmth.Count);
        Assert.Equal(Some.Now, warmth[^1].Touch.At); // the latest
    }

    private void Fill(int rows) => Sql($"""
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -200000;
        BEGIN;
        CREATE TEMP TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n;
        INSERT INTO requests (sequence, id, at, client, kind, stream, session, lineage, key, decision, attempts, wait_milliseconds, status,
            end_state, cost_nanodollars, duration_milliseconds, request_bytes, tip, touches)
        SELECT i, 'wreq_' || i, {Some.Now.ToUnixTimeMilliseconds()} - ({rows} - i) * 10, 'c', 'messages', 1, 's' || (i % 500), 'l' || (i % 25000),
            'k' || (i % 7), 'sticky', '[]', 0, 200, 'Complete', 1, 1, 1, zeroblob(16),
            x'{new string('0', 32)}0100001000{TimeBytes(Some.Now)}'
        FROM numbers;
        INSERT INTO lineages (lineage, client, key, tip, served_at, first_at, last_at, requests, moves, input, cache_write, cache_read, output,
            cost_nanodollars)
        SELECT 'l' || i, 'c', 'k1', zeroblob(16), {Some.Now.ToUnixTimeMilliseconds()}, 0, {Some.Now.ToUnixTimeMilliseconds()} - i, 1, 0, 0, 0, 0, 0, 0
        FROM numbers LIMIT 25000;
        COMMIT;
        """);

    private static string TimeBytes(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString("X16", null);

    private static Task<bool[]> WriteAsync(WarmpathStore store, IEnumerable<LedgerRow> rows) => Task.WhenAll(rows.Select(store.WriteAsync).ToArray());

    private static async Task<List<string>> IdsAsync(WarmpathStore store, LedgerQuery query)
    {
        var ids = new List<string>();
        for (var next = query; ;)
        {
            var page = await store.QueryAsync(next, None);
            Assert.True(page.Items.Count <= query.Limit);
            ids.AddRange(page.Items.Select(row => row.Id));
            if (page.Next is null)
            {
                return ids;
            }

            next = query with { After = page.Next };
        }
    }
}
