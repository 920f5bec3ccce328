using Warmpath.Storage.Schema;
using Warmpath.Storage.Secrets;

namespace Warmpath.Storage;

/// <summary>The way on when the master key is gone for good.</summary>
public static class StoreRecovery
{
    /// <summary>Removes every provider key, none of which anybody can read any more. Clients, settings and the ledger stay.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreException">The master key is there and fits, a gateway has the store open, or the store cannot be used.</exception>
    public static async Task<int> ForgetKeysAsync(StoreOptions options, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(options.DataFolder);
        folder.Create();
        using var turn = await folder.LockAsync(cancellationToken);
        var (presence, alone) = folder.Enter();
        using var present = presence;
        if (!alone)
        {
            throw new StoreException($"A gateway has the store in {options.DataFolder} open: end it first.");
        }

        using var database = new StoreDatabase(folder.DatabaseFile);
        SchemaUpdate.Apply(database, cancellationToken);
        if (Fits(new MasterKeyLoading(options, folder, database), cancellationToken))
        {
            throw new StoreException("The master key is there and fits: nothing has to be forgotten. Single keys go with warmpath key remove.");
        }

        database.Execute($"DELETE FROM key_ring"); // sealed with the lost key as well
        return database.Execute($"DELETE FROM keys");
    }

    private static bool Fits(MasterKeyLoading masterKey, CancellationToken cancellationToken)
    {
        try
        {
            masterKey.Check(cancellationToken);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }
}
