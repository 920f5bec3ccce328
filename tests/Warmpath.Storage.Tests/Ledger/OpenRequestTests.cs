using CsCheck;
using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

/// <summary>Requests that were under way when the process was killed.</summary>
public sealed class OpenRequestTests : StoreTest
{
    private static readonly Usage Known = new(10, 0, 700, 0, 1);

    [Fact]
    public async Task A_request_under_way_at_a_kill_is_there_as_interrupted_with_the_last_that_was_known()
    {
        await using var store = await OpenAsync();
        store.Note(Noted(1));
        store.Note(Noted(1) with { Usage = Known, CostNanodollars = 4200 });
        await NotesAsync(1);

        await using var next = await OpenAsync(folder: Folder.Crash());
        var row = Assert.Single((await next.QueryAsync(new LedgerQuery(), None)).Items);
        Assert.Equal((Noted(1).Id, EndState.Interrupted, Known), (row.Id, row.End, row.Usage));
        var sum = await next.SumAsync(Some.Now, Some.Now.AddHours(1), None);
        Assert.Equal((1, 1, Known, 4200), (sum.Requests, sum.Errors, sum.Tokens, sum.CostNanodollars));
        Assert.Equal(Known.Input, Assert.Single(await next.ListLineagesAsync(null, null, 10, None)).InputTokens);
    }

    [Fact]
    public async Task Once_settled_it_is_never_settled_again()
    {
        await using var store = await OpenAsync();
        store.Note(Noted(1));
        await NotesAsync(1);
        var folder = Folder.Crash();
        await (await OpenAsync(folder: folder)).DisposeAsync();
        await using var third = await OpenAsync(folder: folder);
        Assert.Single((await third.QueryAsync(new LedgerQuery(), None)).Items);
        Assert.Equal(1, (await third.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
    }

    [Fact]
    public async Task A_request_that_ended_leaves_its_own_row_alone()
    {
        await using var store = await OpenAsync();
        store.Note(Noted(1));
        await NotesAsync(1);
        Assert.True(await store.WriteAsync(Some.Row(1)));
        Assert.NotNull(await store.FindRequestAsync(Some.Row(1).Id, None));
        Assert.Equal(0, Count("open_requests"));

        await using var next = await OpenAsync(folder: Folder.Crash());
        Assert.Equal(EndState.Complete, Assert.Single((await next.QueryAsync(new LedgerQuery(), None)).Items).End);
    }

    [Fact]
    public async Task A_request_that_ends_within_a_tenth_of_a_second_costs_no_note()
    {
        await using var store = await OpenAsync();
        store.Note(Noted(1));
        Time.Advance(OpenNotes.Delay / 2);
        Assert.True(await store.WriteAsync(Some.Row(1)));
        store.Note(Noted(2));
        await NotesAsync(1);
        Assert.Equal(Noted(2).Id, Sql("SELECT id FROM open_requests"));
    }

    [Fact]
    public async Task While_another_program_serves_them_they_are_left_alone()
    {
        await using var store = await OpenAsync();
        store.Note(Noted(1));
        await NotesAsync(1);
        await using var beside = await OpenAsync();
        Assert.Empty((await beside.QueryAsync(new LedgerQuery(), None)).Items);
        Assert.True(await store.WriteAsync(Some.Row(1)));
        Assert.NotNull(await store.FindRequestAsync(Some.Row(1).Id, None));
        Assert.Equal(1, (await beside.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
    }

    [Fact]
    public async Task One_that_cannot_be_read_does_not_hold_up_the_start()
    {
        await using (var store = await OpenAsync())
        {
            Sql("INSERT INTO open_requests VALUES ('wreq_x', '{\"id\":')");
        }

        await using var next = await OpenAsync();
        Assert.Equal(0, Count("open_requests"));
    }

    [Fact]
    public Task However_notes_and_ends_are_mixed_each_request_is_there_once() =>
        Gen.Select(Gen.Int[1, 12], Gen.Bool, Gen.Int[0, 120]).Array[1, 60].SampleAsync(
            async steps =>
            {
                using var folder = new TempFolder();
                var store = await OpenAsync(folder: folder.Data);
                var ended = new HashSet<int>();
                var open = new HashSet<int>();
                foreach (var (number, ends, milliseconds) in steps)
                {
                    if (ended.Contains(number))
                    {
                        continue;
                    }

                    if (ends)
                    {
                        open.Remove(number);
                        ended.Add(number);
                        Assert.True(await store.WriteAsync(Some.Row(number)));
                    }
                    else
                    {
                        open.Add(number);
                        store.Note(Noted(number));
                    }

                    Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                }

                await NotesAsync(
                    "coalesce(group_concat(id, ' ' ORDER BY id), '')", string.Join(' ', open.Order().Select(number => Some.Row(number).Id)), folder);
                await using var next = await OpenAsync(folder: folder.Crash());
                var rows = (await next.QueryAsync(new LedgerQuery(Limit: 1000), None)).Items;
                Assert.Equal(ended.Union(open).Order().Select(number => Some.Row(number).Id), rows.Select(row => row.Id).Order());
                Assert.All(rows, row => Assert.Equal(
                    open.Contains(int.Parse(row.Id[5..], null)) ? EndState.Interrupted : EndState.Complete, row.End));
                Assert.Equal(rows.Count, (await next.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
                await store.DisposeAsync();
            },
            iter: 30);

    private static LedgerRow Noted(int number) => Some.Row(number) with { End = EndState.Interrupted, Status = 0 };

    /// <summary>Lets the clock go on until so many notes are in the database.</summary>
    private Task NotesAsync(int count) => NotesAsync("count(*)", $"{count}");

    /// <summary>Lets the clock go on until this is true of the notes in the database. A request that has ended may have one for a moment yet.</summary>
    private async Task NotesAsync(string what, string expected, TempFolder? folder = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Convert.ToString(Sql($"SELECT {what} FROM open_requests", folder?.Database), null) != expected)
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(OpenNotes.Delay);
            await Task.Yield();
        }
    }
}
