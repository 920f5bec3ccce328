using Microsoft.Data.Sqlite;

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
    /// <remarks>
    /// A kill stops all files at one moment, and copies are made one by one while the store goes on. So a reader keeps the write-ahead log from being begun
    /// anew, and rows are copied before the database that they go to, and that before its log.
    /// </remarks>
    public string Crash()
    {
        var crashed = Sub("crashed");
        using var reader = new SqliteConnection($"Data Source={Database};Pooling=False");
        reader.Open();
        using var reading = reader.BeginTransaction(deferred: true);
        using var look = reader.CreateCommand();
        look.CommandText = "SELECT count(*) FROM sqlite_master";
        look.ExecuteScalar();
        foreach (var extension in (string[])[".key", ".rows", ".db", ".db-wal"])
        {
            foreach (var file in Directory.GetFiles(Data).Where(file => Path.GetExtension(file) == extension))
            {
                File.Copy(file, Path.Combine(crashed, Path.GetFileName(file)), overwrite: true);
            }
        }

        return crashed;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
