using Microsoft.EntityFrameworkCore;
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

    private readonly StoreContext _context;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _written = new(0, 1);
    private readonly Task _running;

    /// <param name="context">Owned from here on.</param>
    public Checkpoints(StoreContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
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
        await _context.DisposeAsync();
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
            if (Pages("PASSIVE") > LongestLog)
            {
                Pages("RESTART");
            }
        }
        catch (Exception trouble) when (StoreTrouble.IsTrouble(trouble))
        {
            // Whatever it is, the ledger's own writing will meet it and say so.
        }
    }

    private int Pages(string mode)
    {
        _context.Database.OpenConnection();
        try
        {
            using var command = _context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA wal_checkpoint({mode})";
            using var reader = command.ExecuteReader();
            return reader.Read() ? reader.GetInt32(1) : 0;
        }
        finally
        {
            _context.Database.CloseConnection();
        }
    }
}
