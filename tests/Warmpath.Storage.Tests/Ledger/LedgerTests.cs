using CsCheck;

namespace Warmpath.Storage.Tests.Ledger;

public class LedgerTests : StoreTest
{
    [Fact]
    public async Task A_written_row_is_found_by_its_id_whole()
    {
        await using var store = await OpenAsync();
        foreach (var row in LedgerGen.Row.Array[50].Single())
        {
            Assert.True(await store.WriteAsync(row));
            var read = await store.FindRequestAsync(row.Id, None);
            Assert.Equal(row.Attempts, read!.Attempts);
            Assert.Equal(row.Touches, read.Touches);
            Assert.Equal(row, read with { Attempts = row.Attempts, Touches = row.Touches });
        }

        Assert.Null(await store.FindRequestAsync("wreq_nobody", None));
    }

    [Fact]
    public async Task Text_that_is_no_valid_unicode_costs_no_row()
    {
        await using var store = await OpenAsync();
        var row = Some.Row() with { Reason = "half \ud800", Attempts = [new("\udc00", "a\0b", null, "\ud800", 1)] };
        Assert.True(await store.WriteAsync(row));
        Assert.NotNull(await store.FindRequestAsync(row.Id, None));
    }

    [Fact]
    public async Task An_id_is_kept_and_counted_exactly_once_however_often_it_is_written()
    {
        await using var store = await OpenAsync();
        var rows = Enumerable.Range(0, 50).SelectMany(_ => new[] { Some.Row(1), Some.Row(2) }).ToArray();
        await Task.WhenAll(rows.Select(store.WriteAsync));
        Assert.True(await store.WriteAsync(Some.Row(1) with { Status = 500 })); // a batch of its own
        Assert.Equal(2, (await store.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
        Assert.Equal(2, Count("requests"));
        Assert.Equal(2, Assert.Single(await store.ListLineagesAsync(null, null, 10, None)).Requests);
        Assert.Equal(200, (await store.FindRequestAsync(Some.Row(1).Id, None))!.Status);
    }

    [Fact]
    public async Task Rows_are_ordered_as_they_were_written_also_when_the_clock_steps_back()
    {
        await using var store = await OpenAsync();
        var writes = Enumerable.Range(1, 2000).Select(n => store.WriteAsync(Some.Row(n, Some.Now.AddSeconds(-n)))).ToArray();
        await Task.WhenAll(writes);
        var page = await store.QueryAsync(new(Limit: 1000), None);
        Assert.Equal(Enumerable.Range(1001, 1000).Reverse().Select(n => Some.Row(n).Id), page.Items.Select(row => row.Id));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var store = await OpenAsync())
        {
            _ = Enumerable.Range(1, 1500).Select(n => store.WriteAsync(Some.Row(n))).ToArray(); // not awaited: closing writes them
        }

        Assert.Equal(1500, Count("requests"));
    }

    [Fact]
    public async Task A_closed_store_takes_no_row_and_says_so()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();
        Assert.False(await store.WriteAsync(Some.Row()));
    }

    [Fact]
    public async Task A_kill_loses_no_row_whose_task_had_completed_and_none_of_it_is_there_twice()
    {
        await using var store = await OpenAsync();
        await store.AddKeyAsync(Some.Key(), None);
        await Task.WhenAll(Enumerable.Range(1, 700).Select(n => store.WriteAsync(Some.Served(n, "key_1", (UInt128)n))));

        await using var again = await OpenAsync(folder: Folder.Crash());
        Assert.Equal(700, (await again.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
        Assert.All(await Task.WhenAll(Enumerable.Range(1, 700).Select(n => again.WriteAsync(Some.Served(n, "key_1", (UInt128)n)))), Assert.True);
        Assert.Equal(700, (await again.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
        Assert.Equal(700, (await again.ReadRoutingStateAsync(Some.Now, None)).Warmth.Count);
        Assert.Equal(Some.Key(), Assert.Single(await again.ListKeysAsync(None)));
    }
}
