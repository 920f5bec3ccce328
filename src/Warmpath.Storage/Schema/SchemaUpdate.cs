using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Warmpath.Storage.Schema;

/// <summary>Brings the database to this program's schema.</summary>
internal static class SchemaUpdate
{
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
    public static async Task ApplyAsync(StoreDatabase database, CancellationToken cancellationToken)
    {
        var pending = Pending(database, cancellationToken);
        database.Use(SqlitePragmas.SetWriteAheadLog);
        if (pending.Count > 0)
        {
            await database.UseAsync(async context =>
            {
                // EF Core guards migrations with a row of its own, which a killed program leaves behind and which would then be waited for
                // without end. The folder's lock is ours, so nobody else is migrating.
                await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
                await context.Database.MigrateAsync(cancellationToken);
                return true;
            });
        }
    }

    // As EF finds and orders them, which would put its whole model together before.
    internal static List<string> Known() =>
    [
        .. typeof(SchemaUpdate).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal),
    ];

    private static List<string> Applied(StoreDatabase database, CancellationToken cancellationToken)
    {
        const string History = "__EFMigrationsHistory";
        var isNew = database.Read($"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {History}", row => row.GetInt32(0), cancellationToken) is [];
        return isNew ? [] : database.Read($"SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", row => row.GetString(0), cancellationToken);
    }
}
