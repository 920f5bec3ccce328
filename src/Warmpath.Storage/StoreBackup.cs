using Microsoft.Data.Sqlite;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage;

/// <summary>Copies a store, also while a gateway writes to it.</summary>
public static class StoreBackup
{
    /// <summary>Writes a new folder that a gateway can be started on: the database as of one moment, checked, and on request the master key.</summary>
    /// <param name="target">Must not exist yet; it is there whole or not at all.</param>
    /// <exception cref="StoreException">It exists, the store cannot be read, or the copy not be written.</exception>
    public static async Task CopyAsync(string dataFolder, string target, bool withMasterKey, CancellationToken cancellationToken)
    {
        var source = new DataFolder(dataFolder);
        if (!File.Exists(source.DatabaseFile))
        {
            throw new StoreException($"There is no store in {dataFolder}; name its folder with --data.");
        }

        if (Path.Exists(target))
        {
            throw new StoreException($"{target} exists already; a backup is a new folder.");
        }

        if (withMasterKey && !File.Exists(source.MasterKeyFile))
        {
            throw new StoreException($"{source.MasterKeyFile} does not exist: the master key comes from WARMPATH_MASTER_KEY. Keep it where that is kept.");
        }

        var unfinished = $"{Path.TrimEndingDirectorySeparator(target)}.{Environment.ProcessId}.unfinished";
        try
        {
            var copy = new DataFolder(unfinished);
            copy.Create();
            await CopyRowsAsync(source, unfinished, cancellationToken); // before the database: what is not in these files by then, is in it
            await CopyDatabaseAsync(source.DatabaseFile, copy.DatabaseFile, cancellationToken);
            if (withMasterKey)
            {
                DataFolder.WriteNew(copy.MasterKeyFile, await File.ReadAllBytesAsync(source.MasterKeyFile, cancellationToken));
            }

            Directory.Move(unfinished, target);
        }
        catch (Exception fault)
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            if (fault is SqliteException)
            {
                throw StoreTrouble.Explain(fault, source.DatabaseFile);
            }

            if (fault is IOException or UnauthorizedAccessException)
            {
                throw new StoreException($"The backup {target} cannot be written: {fault.Message}", fault);
            }

            throw;
        }
    }

    // The start on the copy takes them in; those that the database has got meanwhile are known there.
    private static async Task CopyRowsAsync(DataFolder source, string target, CancellationToken cancellationToken)
    {
        foreach (var file in source.RowFiles)
        {
            try
            {
                DataFolder.WriteNew(Path.Combine(target, Path.GetFileName(file)), await File.ReadAllBytesAsync(file, cancellationToken));
            }
            catch (FileNotFoundException)
            {
                // Its program has ended meanwhile: the database has it all.
            }
        }
    }

    // VACUUM INTO copies one snapshot without holding up those who write, and leaves no write-ahead log beside the copy.
    private static async Task CopyDatabaseAsync(string source, string target, CancellationToken cancellationToken)
    {
        var where = new SqliteConnectionStringBuilder
        {
            DataSource = source, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = SqlitePragmas.BusySeconds,
        };
        await using (var connection = new SqliteConnection(where.ToString()))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0; // as long as its size takes
            command.CommandText = "VACUUM INTO $target";
            command.Parameters.AddWithValue("$target", target);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        where.DataSource = target;
        await using var copied = new SqliteConnection(where.ToString());
        await copied.OpenAsync(cancellationToken);
        await using var check = copied.CreateCommand();
        check.CommandTimeout = 0;
        check.CommandText = "PRAGMA integrity_check";
        if (await check.ExecuteScalarAsync(cancellationToken) is not "ok")
        {
            throw new StoreException($"The copy of {source} is damaged, and so is the database: run warmpath doctor.");
        }
    }
}
