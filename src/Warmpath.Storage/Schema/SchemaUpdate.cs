using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Warmpath.Storage.Schema;

/// <summary>Brings the database to this program's schema, by the script that lies beside each migration: EF wrote it, and is not needed to run it.</summary>
internal static class SchemaUpdate
{
    private const string Script = ".sql";

    private static readonly Assembly Program = typeof(SchemaUpdate).Assembly;

    /// <returns>The changes that this program knows and the database does not have yet, in their order.</returns>
    /// <exception cref="StoreException">The database was written by a newer program, or cannot be used.</exception>
    public static IReadOnlyList<string> Pending(StoreDatabase database, CancellationToken cancellationToken)
    {
        var known = Known();
        var newer = Applied(database, cancellationToken).Find(name => !known.Remove(name));
        return newer is null
            ? known
            : throw new StoreException(
                $"The database {database.File} was written by a newer Warmpath (it has the schema change {newer}). "
                + "Update this program, or restore a backup from before that update.");
    }

    /// <remarks>Call it while holding the folder's lock.</remarks>
    /// <exception cref="StoreException">The database was written by a newer program, or cannot be used.</exception>
    public static void Apply(StoreDatabase database, CancellationToken cancellationToken)
    {
        var pending = Pending(database, cancellationToken);
        database.Use(SqlitePragmas.SetWriteAheadLog);
        if (pending.Count > 0)
        {
            database.Use(connection => Apply(connection, pending));
        }
    }

    /// <summary>Of every change, in their order.</summary>
    internal static List<string> Known() =>
    [
        .. Program.GetManifestResourceNames().Where(name => name.EndsWith(Script, StringComparison.Ordinal))
            .Select(name => name[..^Script.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The statements of a change.</summary>
    internal static string ScriptOf(string name)
    {
        using var script = new StreamReader(Program.GetManifestResourceStream(name + Script)!); // one that is known
        return script.ReadToEnd();
    }

    // All of them or none.
    private static void Apply(SqliteConnection connection, IReadOnlyList<string> names)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"CREATE TABLE IF NOT EXISTS \"__EFMigrationsHistory\" (\"MigrationId\" TEXT NOT NULL PRIMARY KEY, \"ProductVersion\" TEXT NOT NULL)");
        foreach (var name in names)
        {
            using (var script = connection.CreateCommand())
            {
                script.CommandText = ScriptOf(name);
                script.ExecuteNonQuery();
            }

            Execute(connection, $"INSERT INTO \"__EFMigrationsHistory\" VALUES ({name}, {Program.GetName().Version!.ToString(3)})"); // every assembly has one
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, FormattableString statement)
    {
        using var command = StoreDatabase.Command(connection, statement);
        command.ExecuteNonQuery();
    }

    private static List<string> Applied(StoreDatabase database, CancellationToken cancellationToken)
    {
        const string History = "__EFMigrationsHistory";
        var isNew = database.Read($"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {History}", row => row.GetInt32(0), cancellationToken) is [];
        return isNew ? [] : database.Read($"SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", row => row.GetString(0), cancellationToken);
    }
}
