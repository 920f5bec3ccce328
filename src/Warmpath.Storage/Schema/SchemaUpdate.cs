using Microsoft.EntityFrameworkCore;

namespace Warmpath.Storage.Schema;

/// <summary>Brings the database to this program's schema.</summary>
internal static class SchemaUpdate
{
    /// <returns>The changes that this program knows and the database does not have yet, in their order.</returns>
    /// <exception cref="StoreException">The database was written by a newer program, or cannot be used.</exception>
    public static Task<IReadOnlyList<string>> PendingAsync(StoreDatabase database, CancellationToken cancellationToken) =>
        database.UseAsync(context => PendingAsync(context, database.File, cancellationToken));

    /// <remarks>Call it while holding the folder's lock.</remarks>
    /// <exception cref="StoreException">The database was written by a newer program, or cannot be used.</exception>
    public static Task ApplyAsync(StoreDatabase database, CancellationToken cancellationToken) => database.UseAsync(async context =>
    {
        var pending = await PendingAsync(context, database.File, cancellationToken);
        await context.Database.ExecuteSqlRawAsync(SqlitePragmas.WriteAheadLog, cancellationToken);
        if (pending.Count > 0)
        {
            // EF Core guards migrations with a row of its own, which a killed program leaves behind and which would then be waited for
            // without end. The folder's lock is ours, so nobody else is migrating.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }

        return true;
    });

    private static async Task<IReadOnlyList<string>> PendingAsync(StoreContext context, string file, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        var newer = applied.FirstOrDefault(name => !known.Remove(name));
        return newer is null
            ? known
            : throw new StoreException(
                $"The database {file} was written by a newer Warmpath (it has the schema change {newer}). "
                + "Update this program, or restore a backup from before that update.");
    }
}
