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

    /// <summary>What a killed process leaves: a copy of the files as they are, and no lock.</summary>
    public string Crash()
    {
        var crashed = Sub("crashed");
        foreach (var file in Directory.GetFiles(Data).Where(file => Path.GetExtension(file) is ".db" or ".db-wal" or ".key" or ".rows"))
        {
            File.Copy(file, Path.Combine(crashed, Path.GetFileName(file)), overwrite: true);
        }

        return crashed;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
