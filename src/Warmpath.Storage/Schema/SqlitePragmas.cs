using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Warmpath.Storage.Schema;

/// <summary>What every SQLite connection of the store is told when it opens: the one place that knows of pragmas.</summary>
/// <remarks>
/// With a write-ahead log, <c>synchronous = NORMAL</c> hands each commit to the operating system and waits for the disk at checkpoints only:
/// a killed process loses nothing, a power cut the commits since the last checkpoint. <c>FULL</c> waits for the disk at each commit.
/// </remarks>
internal sealed class SqlitePragmas(Durability durability) : DbConnectionInterceptor
{
    /// <summary>How long a connection waits for another's write before it fails with "busy".</summary>
    public const int BusySeconds = 5;

    // The ledger's own commits never fold the log in: see Checkpoints.
    private readonly string _pragmas =
        $"PRAGMA busy_timeout = {BusySeconds * 1000}; "
        + (durability == Durability.Kill ? "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;" : "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;");

    /// <summary>Lasts in the file once set, unlike the others.</summary>
    public const string WriteAheadLog = "PRAGMA journal_mode = WAL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData); // SQLite has no asynchronous calls
        return Task.CompletedTask;
    }
}
