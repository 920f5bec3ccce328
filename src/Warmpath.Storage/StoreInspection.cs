using Warmpath.Storage.Keys;
using Warmpath.Storage.Schema;
using Warmpath.Storage.Secrets;

namespace Warmpath.Storage;

/// <summary>Looks at a store, also one that a gateway has open, and changes nothing.</summary>
public static class StoreInspection
{
    private const int MostFaults = 5;

    /// <summary>Whether there is a store in the folder; to open it would make one.</summary>
    public static bool Exists(string dataFolder) => File.Exists(new DataFolder(dataFolder).DatabaseFile);

    /// <summary>Reads the whole database: some seconds for a gigabyte.</summary>
    /// <exception cref="StoreException">It is damaged, of a newer program, or its secrets cannot be read; the message says what to do.</exception>
    public static Task<StoreReport> RunAsync(StoreOptions options, CancellationToken cancellationToken) =>
        Task.Run(() => Run(options, cancellationToken), cancellationToken);

    private static StoreReport Run(StoreOptions options, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(options.DataFolder);
        using var database = new StoreDatabase(folder.DatabaseFile);
        CheckIntegrity(database, cancellationToken);
        var pending = SchemaUpdate.Pending(database, cancellationToken);
        if (pending.Count > 0)
        {
            return new StoreReport(pending.Count, []); // keys are read as the current schema has them
        }

        var masterKey = new MasterKeyLoading(options, folder, database).Check(cancellationToken);
        if (masterKey is null)
        {
            return new StoreReport(0, []);
        }

        using var vault = new SecretVault(masterKey, database);
        return new StoreReport(0, [.. new KeyTable(database, vault).List(cancellationToken).Select(key => key.Config.BaseUrl)]);
    }

    private static void CheckIntegrity(StoreDatabase database, CancellationToken cancellationToken)
    {
        var faults = database.Read(
            $"SELECT integrity_check FROM pragma_integrity_check LIMIT {MostFaults}", row => row.GetString(0), cancellationToken);
        if (faults is not ["ok"])
        {
            throw new StoreException(
                $"The database {database.File} is damaged: {string.Join("; ", faults)}. Restore it from a backup, or move it away to start anew.");
        }
    }
}
