namespace Warmpath.Storage;

/// <summary>Where the store lives.</summary>
/// <param name="DataFolder">Absolute; created with mode 0700 when it does not exist.</param>
/// <param name="MasterKey">From <c>WARMPATH_MASTER_KEY</c>; null: <c>master.key</c> in the data folder, made (mode 0600) when it does not exist.</param>
public sealed record StoreOptions(string DataFolder, string? MasterKey)
{
    /// <summary>The program is a gateway: one at most has the folder, since what is changed through one the other would not know.</summary>
    public bool Serves { get; init; }

    /// <summary>Without the key: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => DataFolder;
}
