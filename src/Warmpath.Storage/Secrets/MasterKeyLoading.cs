using System.Text;
using Warmpath.Storage.Schema;
using Warmpath.Storage.Settings;

namespace Warmpath.Storage.Secrets;

/// <summary>Finds the master key, and finds out whether it is the one that the stored secrets were encrypted with.</summary>
/// <remarks>
/// A box sealed with the key lies in the database and is opened at every start, so that a lost or different key is told at once and not at
/// the first request. While provider keys are stored, no other master key is made or taken.
/// </remarks>
internal sealed class MasterKeyLoading(StoreOptions options, DataFolder folder, StoreDatabase database)
{
    private const string CheckName = ValueTable.OwnPrefix + "master-key-check";
    private const string Variable = "WARMPATH_MASTER_KEY";

    /// <summary>The master key, made or taken anew where no secret hangs on an earlier one.</summary>
    /// <remarks>Call it while holding the folder's lock.</remarks>
    /// <exception cref="StoreException">The key is malformed, lost, or another one than before.</exception>
    public MasterKey Load(CancellationToken cancellationToken)
    {
        if (Check(cancellationToken) is { } inForce)
        {
            return inForce;
        }

        var key = Given() ?? MakeFile();
        database.Execute($"DELETE FROM key_ring"); // unreadable, and nothing hangs on it
        new ValueTable(database).Set(CheckName, key.Seal("Warmpath"u8));
        return key;
    }

    /// <summary>Only looks.</summary>
    /// <returns>The master key in force; null where there is none and no secret needs one.</returns>
    /// <exception cref="StoreException">The key is malformed, lost, or another one than before.</exception>
    public MasterKey? Check(CancellationToken cancellationToken)
    {
        var check = new ValueTable(database).Get(CheckName, cancellationToken);
        var hasSecrets = database.Read($"SELECT EXISTS (SELECT 1 FROM keys)", row => row.GetBoolean(0), cancellationToken).Single();
        var given = Given();
        if (hasSecrets)
        {
            if (given is null)
            {
                throw new StoreException($"The master key is lost: {folder.MasterKeyFile} does not exist and {Variable} is not set, but "
                    + $"{database.File} holds provider keys encrypted with it. {Cure}");
            }

            return given.Opens(check)
                ? given
                : throw new StoreException($"The master key {Source} is not the one that encrypted the provider keys in {database.File}. {Cure}");
        }

        return given?.Opens(check) == true ? given : null;
    }

    private string Source => options.MasterKey is null ? $"in {folder.MasterKeyFile}" : $"in {Variable}";

    private string Cure =>
        $"Restore {folder.MasterKeyFile} from a backup, or set {Variable} to the key used before. If it is gone for good, "
        + "warmpath doctor --forget-keys removes the provider keys, which nobody can read without it; start again, and add them anew.";

    private MasterKey? Given()
    {
        try
        {
            if (options.MasterKey is null && !File.Exists(folder.MasterKeyFile))
            {
                return null;
            }

            return MasterKey.TryParse(options.MasterKey ?? File.ReadAllText(folder.MasterKeyFile), out var key)
                ? key
                : throw new StoreException($"The master key {Source} is not 32 bytes in base64. Make a new one with: openssl rand -base64 32 "
                    + "(keys that are stored already need the one used before).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The master key {Source} cannot be read: {e.Message}", e);
        }
    }

    private MasterKey MakeFile()
    {
        var key = MasterKey.Create();
        try
        {
            DataFolder.WriteNew(folder.MasterKeyFile, Encoding.ASCII.GetBytes(key.ToBase64() + "\n"));
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The master key cannot be written to {folder.MasterKeyFile}: {e.Message}", e);
        }
    }
}
