using Microsoft.Data.Sqlite;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Folds the write-ahead log into the database beside the ledger's writing, which would otherwise wait for the disk itself.</summary>
/// <remarks>
/// SQLite's own way is a checkpoint within the commit that fills a thousand pages: with every answer's last byte waiting for its commit, some
/// tens of milliseconds for all of them, several times a second under load. Here one runs a second after the last, and only while rows
/// come; so a power cut takes back about as much. Errors are left to the next one: the log only grows meanwhile.
/// </remarks>
internal sealed class Checkpoints : IAsyncDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Pages of a log that commits keep outrunning, 64 MB: then they wait for once, so that it can begin anew.
    private const int LongestLog = 16_384;

    private readonly StoreDatabase _database;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _written = new(0, 1);
    private readonly Task _running;

    public Checkpoints(StoreDatabase database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _running = Task.Run(RunAsync);
    }

    /// <summary>There is something to fold in. Returns at once.</summary>
    public void Written()
    {
        if (_written.CurrentCount == 0)
        {
            _written.Release(); // only one thread writes
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _written.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _written.WaitAsync(_end.Token);
                await Task.Delay(Period, _time, _end.Token);
                Fold();
            }
        }
        catch (OperationCanceledException)
        {
            // The last connection that closes does the rest.
        }
    }

    private void Fold()
    {
        try
        {
            using var connection = _database.Connect(Durability.Kill);
            if (Pages(connection, "PASSIVE") > LongestLog)
            {
                Pages(connection, "RESTART");
            }
        }
        catch (Exception trouble) when (StoreTrouble.IsTrouble(trouble))
        {
            // Whatever it is, the ledger's own writing will meet it and say so.
        }
    }

    private static int Pages(SqliteConnection connection, string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint({mode})";
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt32(1) : 0;
    }
}
