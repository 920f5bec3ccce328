using System.Data.Common;

namespace Warmpath.Storage.Schema;

/// <summary>What every SQLite connection of the store is told when it opens: the one place that knows of pragmas.</summary>
/// <remarks>
/// With a write-ahead log, <c>synchronous = NORMAL</c> hands each commit to the operating system and waits for the disk at checkpoints only:
/// a killed process loses nothing, a power cut the commits since the last checkpoint. <c>FULL</c> waits for the disk at each commit.
/// </remarks>
internal static class SqlitePragmas
{
    /// <summary>How long a connection waits for another's write before it fails with "busy".</summary>
    public const int BusySeconds = 5;

    // The ledger's own commits never fold the log in: see Checkpoints.
    public static void Set(DbConnection opened, Durability durability) => Execute(
        opened,
        $"PRAGMA busy_timeout = {BusySeconds * 1000}; "
        + (durability == Durability.Kill ? "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;" : "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;"));

    /// <summary>Lasts in the file once set, unlike the others.</summary>
    public static void SetWriteAheadLog(DbConnection opened) => Execute(opened, "PRAGMA journal_mode = WAL;");

    private static void Execute(DbConnection opened, string pragmas)
    {
        using var command = opened.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }
}
