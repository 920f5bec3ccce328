using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Tests.Ledger;

/// <summary>Rows that were acknowledged and had not reached the database when the process was killed.</summary>
public sealed class RowFileTests : StoreTest
{
    [Fact]
    public async Task A_row_that_was_acknowledged_survives_a_kill_before_the_database_has_it()
    {
        await using var store = await OpenAsync();
        Assert.True(await store.WriteAsync(Some.Row(1)));
        Assert.Equal(0, Count("requests"));

        await using var next = await OpenAsync(folder: Folder.Crash());
        Assert.Equal(Some.Row(1).Id, Assert.Single((await next.QueryAsync(new(), None)).Items).Id);
        Assert.Equal(1, (await next.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
    }

    [Fact]
    public async Task A_row_that_is_in_both_is_there_and_counted_once()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row(1));
        var rows = Assert.Single(new DataFolder(Folder.Data).RowFiles);
        var bytes = File.ReadAllBytes(rows);
        Assert.NotNull(await store.FindRequestAsync(Some.Row(1).Id, None));
        var crashed = Folder.Crash();
        await File.WriteAllBytesAsync(Path.Combine(crashed, "ledger-0.rows"), bytes, None);

        await using var next = await OpenAsync(folder: crashed);
        Assert.Equal(1, (await next.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
        Assert.False(File.Exists(Path.Combine(crashed, "ledger-0.rows")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_keeps_no_other_files_rows_out_and_waits_with_those_that_were_under_way()
    {
        await using var store = await OpenAsync();
        Assert.True(await store.WriteAsync(Some.Row(1)));
        var crashed = Folder.Crash();
        Sql("INSERT INTO open_requests VALUES ('wreq_x', '{}')", Path.Combine(crashed, "warmpath.db"));
        File.CreateSymbolicLink(Path.Combine(crashed, "ledger-0.rows"), Path.Combine(crashed, "gone"));
        await using var next = await OpenAsync(folder: crashed);
        Assert.Equal(Some.Row(1).Id, Assert.Single((await next.QueryAsync(new(), None)).Items).Id);
        Assert.Equal(Path.Combine(crashed, "ledger-0.rows"), Assert.Single(new DataFolder(crashed).RowFiles));
        Assert.Equal(1L, Sql("SELECT count(*) FROM open_requests", Path.Combine(crashed, "warmpath.db")));
    }

    [Fact]
    public async Task After_an_orderly_end_no_file_is_left()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 50).Select(n => store.WriteAsync(Some.Row(n))));
        await store.DisposeAsync();
        Assert.Empty(new DataFolder(Folder.Data).RowFiles);
        Assert.Equal(50, Count("requests"));
    }

    [Fact]
    public async Task Rows_of_a_backup_taken_meanwhile_are_in_it()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync(Some.Row(1));
        var target = Path.Combine(Folder.Sub("backups"), "one");
        await StoreBackup.CopyAsync(Folder.Data, target, withMasterKey: true, None);
        await using var copy = await OpenAsync(folder: target);
        Assert.Single((await copy.QueryAsync(new(), None)).Items);
    }

    [Fact]
    public async Task Where_no_file_can_be_made_a_row_is_acknowledged_when_the_database_has_it()
    {
        await using var store = await OpenAsync();
        using var database = new StoreDatabase(Folder.Database);
        using var file = new RowFile(new DataFolder(Folder.Data + "/nowhere"));
        var writer = new LedgerWriter(new LedgerCommit(database.Connect(Durability.Kill)), Folder.Database, file, Time, NullLogger.Instance);
        var writing = writer.WriteAsync(Some.Row(1));
        await UntilAsync(() => writing.IsCompleted, LedgerWriter.Gathering);
        Assert.True(await writing);
        Assert.Equal(1, Count("requests"));
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task However_many_threads_write_every_row_is_acknowledged_without_the_database()
    {
        await using var store = await OpenAsync();
        var writes = Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
            Task.WhenAll(Enumerable.Range(0, 500).Select(n => store.WriteAsync(Some.Row((thread * 1000) + n)))))).ToArray();
        while (!Array.TrueForAll(writes, write => write.IsCompleted))
        {
            await store.SumAsync(Some.Now, Some.Now.AddHours(1), None); // the two files change places under way
        }

        Assert.All((await Task.WhenAll(writes)).SelectMany(done => done), Assert.True);
        Assert.Equal(4000, (await store.SumAsync(Some.Now, Some.Now.AddHours(1), None)).Requests);
    }

    [Fact]
    public async Task Who_writes_faster_than_the_database_takes_waits_for_it_and_loses_nothing()
    {
        await using var store = await OpenAsync();
        using var database = new StoreDatabase(Folder.Database);
        var writer = new LedgerWriter(
            new LedgerCommit(database.Connect(Durability.Kill)), Folder.Database, new RowFile(new DataFolder(Folder.Data)), Time, NullLogger.Instance, backlogRows: 100);
        for (var first = 0; first < 5000; first += 50)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(first, 50).Select(n => writer.WriteAsync(Some.Row(n)))), Assert.True);
        }

        await writer.DisposeAsync();
        Assert.Equal(5000, Count("requests"));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_gives_the_rows_that_are_whole()
    {
        using var records = new RowRecords();
        var ends = new List<int>();
        foreach (var n in Enumerable.Range(1, 3))
        {
            records.Add(RequestRow.From(Some.Row(n)));
            ends.Add(records.Bytes.Length);
        }

        var bytes = records.Bytes.ToArray();
        for (var length = 0; length <= bytes.Length; length++)
        {
            var whole = ends.Count(end => end <= length);
            Assert.Equal(Enumerable.Range(1, whole).Select(n => Some.Row(n).Id), RowRecords.Read(bytes.AsSpan(0, length)).Select(row => row!.Id));
        }
    }

    [Fact]
    public void A_byte_that_changed_hides_its_row_and_what_follows_and_makes_up_none() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte[1, 255]).Sample((at, change) =>
        {
            using var records = new RowRecords();
            records.Add(RequestRow.From(Some.Row(1)));
            records.Add(RequestRow.From(Some.Row(2)));
            var bytes = records.Bytes.ToArray();
            bytes[at % bytes.Length] ^= change;
            Assert.True(RowRecords.Read(bytes).Select(row => row!.Id).SequenceEqual([])
                || RowRecords.Read(bytes).Select(row => row!.Id).SequenceEqual([Some.Row(1).Id]));
        });

    [Fact]
    public void Every_row_comes_back_as_it_was() => LedgerGen.Row.Sample(row =>
    {
        using var records = new RowRecords();
        records.Add(RequestRow.From(row));
        Assert.Equivalent(RequestRow.From(row), RequestRow.From(Assert.Single(RowRecords.Read(records.Bytes))!));
    });
}
