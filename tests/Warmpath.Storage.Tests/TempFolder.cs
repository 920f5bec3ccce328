namespace Warmpath.Storage.Tests;

/// <summary>A data folder of one test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("warmpath-store-");

    /// <summary>Does not exist until a store makes it.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    public string Database => Path.Combine(Data, "warmpath.db");

    public string MasterKey => Path.Combine(Data, "master.key");

    public string Sub(string name) => Directory.CreateDirectory(Path.Combine(_root.FullName, name)).FullName;

    public void Dispose() => _root.Delete(recursive: true);
}
