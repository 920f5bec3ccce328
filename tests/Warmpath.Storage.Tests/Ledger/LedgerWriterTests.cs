using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Schema;
using Warmpath.Storage.Tests.Recordings;

namespace Warmpath.Storage.Tests.Ledger;

public sealed class LedgerWriterTests : StoreTest
{
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task On_a_full_disk_rows_wait_in_memory_and_are_caught_up_when_there_is_room_again()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        var writer = disk.Writer();
        var writes = Enumerable.Range(1, 2000).Select(n => writer.WriteAsync(Some.Row(n))).ToArray();
        await UntilAsync(() => writer.Health.FailingSince is not null);
        var health = writer.Health;
        Assert.Equal(Some.Now, health.FailingSince);
        Assert.Contains("Free some space", health.Fault, StringComparison.Ordinal);
        Assert.InRange(health.Pending, 1, 2000);

        disk.Recover();
        await UntilAsync(() => Array.TrueForAll(writes, write => write.IsCompleted), advance: LedgerWriter.LongestPause);
        Assert.All(await Task.WhenAll(writes), Assert.True);
        await UntilAsync(() => writer.Health == new LedgerHealth(0, null, null, 0));
        Assert.Equal(2000, Count("requests"));
        Assert.Equal([3001, 3002], _log.Ids);
    }

    [Fact]
    public async Task Beyond_the_backlog_the_oldest_rows_are_dropped_and_counted()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        var writer = disk.Writer(backlogRows: 1000);
        disk.Refuse();
        var writes = new List<Task<bool>> { writer.WriteAsync(Some.Row(0)) };
        await UntilAsync(() => writer.Health.FailingSince is not null);
        writes.AddRange(Enumerable.Range(1, 1200).Select(n => writer.WriteAsync(Some.Row(n))));
        Assert.Equal(200, writer.Health.Dropped);

        disk.Recover();
        await UntilAsync(() => writes.TrueForAll(write => write.IsCompleted), advance: LedgerWriter.LongestPause);
        Assert.Equal(Enumerable.Range(0, 1201).Select(n => n is 0 or > 200), await Task.WhenAll(writes));
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_for_itself_does_not_hold_up_the_others()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        disk.Recover();
        var writer = disk.Writer();
        Sql("CREATE TRIGGER refuse BEFORE INSERT ON requests WHEN new.id = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var writes = Enumerable.Range(1, 600).Select(n => writer.WriteAsync(n == 300 ? Some.Row() with { Id = "bad" } : Some.Row(n))).ToArray();
        Assert.Equal(Enumerable.Range(1, 600).Select(n => n != 300), await Task.WhenAll(writes));
        Assert.Equal(1, writer.Health.Dropped);
        Assert.Equal([3003], _log.Ids);
    }

    [Fact]
    public async Task What_is_recorded_waits_in_trouble_and_goes_with_the_rows_when_it_is_over()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        var writer = disk.Writer();
        disk.Refuse();
        Assert.True(writer.Record(RecordingTests.Recorded(2, Some.Now).Request, [RecordingTests.Front]));
        await UntilAsync(() => writer.Health.FailingSince is not null);
        Assert.True(writer.Record(RecordingTests.Recorded(3, Some.Now).Request, []));

        disk.Recover();
        await UntilAsync(() => Count("recordings") == 2, advance: LedgerWriter.LongestPause);
        Assert.Equal(1, Count("recorded_blocks"));
    }

    [Fact]
    public async Task A_recording_that_the_database_refuses_for_itself_holds_up_no_row_and_begins_anew()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        disk.Recover();
        var writer = disk.Writer();
        Sql("CREATE TRIGGER refuse BEFORE INSERT ON recordings WHEN new.id = 'req_2' BEGIN SELECT RAISE(ABORT, 'no'); END");
        writer.Record(RecordingTests.Recorded(2, Some.Now).Request, [RecordingTests.Front]);
        await UntilAsync(() => _log.Ids is [3009]);
        Assert.True(await writer.WriteAsync(Some.Row()));

        Assert.False(writer.Record(RecordingTests.Recorded(3, Some.Now).Request, []));
        Assert.True(writer.Record(RecordingTests.Recorded(4, Some.Now).Request, [RecordingTests.Front]));
        await writer.FlushAsync(None);
        Assert.Equal((1L, 1L, 1L), (Count("requests"), Count("recordings"), Count("recorded_blocks")));
    }

    [Fact]
    public async Task Closing_in_trouble_gives_up_after_its_limit_and_tells_what_is_lost()
    {
        await using var disk = await TroubledDisk.OpenAsync(this);
        var writer = disk.Writer();
        disk.Refuse();
        var write = writer.WriteAsync(Some.Row());
        await UntilAsync(() => writer.Health.FailingSince is not null);
        var closing = writer.DisposeAsync().AsTask();
        await UntilAsync(() => closing.IsCompleted, advance: TimeSpan.FromSeconds(1));
        Assert.False(await write);
        Assert.Equal([3001, 3004], _log.Ids);
    }

    /// <summary>A database that the writer's connection may not let grow much.</summary>
    private sealed class TroubledDisk(LedgerWriterTests test, StoreDatabase database, SqliteConnection connection) : IAsyncDisposable
    {
        private LedgerWriter? _writer;

        public static async Task<TroubledDisk> OpenAsync(LedgerWriterTests test)
        {
            await (await test.OpenAsync()).DisposeAsync();
            var database = new StoreDatabase(test.Folder.Database);
            var disk = new TroubledDisk(test, database, database.Connect(Durability.Kill));
            disk.Pragma("max_page_count = 60");
            return disk;
        }

        public LedgerWriter Writer(int backlogRows = LedgerWriter.BacklogRows) =>
            _writer = new(new LedgerCommit(connection), test.Folder.Database, null, test.Time, test._log, backlogRows);

        /// <summary>Not even one row, though there is room.</summary>
        public void Refuse() => Pragma("query_only = ON");

        public void Recover() => Pragma("query_only = OFF; PRAGMA max_page_count = 1000000");

        /// <summary>Closes the writer too, whose time must go on for it to give up.</summary>
        public async ValueTask DisposeAsync()
        {
            var closing = _writer!.DisposeAsync().AsTask();
            await test.UntilAsync(() => closing.IsCompleted, advance: LedgerWriter.EndLimit);
            database.Dispose();
        }

        private void Pragma(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA " + text;
            command.ExecuteNonQuery();
        }
    }

    private sealed class RecordedLog : ILogger
    {
        private readonly List<int> _ids = [];

        public int[] Ids
        {
            get
            {
                lock (_ids)
                {
                    return [.. _ids];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_ids)
            {
                _ids.Add(eventId.Id);
            }
        }
    }
}
