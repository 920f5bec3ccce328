namespace Warmpath.Storage.Schema;

/// <summary>The folder that holds everything durable. Folder 0700, files 0600: other users of the machine read nothing.</summary>
internal sealed class DataFolder(string path)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(20);

    public string DatabaseFile { get; } = Path.Combine(path, "warmpath.db");

    public string MasterKeyFile { get; } = Path.Combine(path, "master.key");

    /// <summary>Files of rows that are not in the database, of any program that has the store open, or had when it was killed.</summary>
    public IReadOnlyList<string> RowFiles => Directory.GetFiles(path, "*" + RowExtension);

    private static string RowExtension => ".rows";

    private string PresenceFile { get; } = Path.Combine(path, "warmpath.open");

    private string ServeFile { get; } = Path.Combine(path, "warmpath.serve");

    private string LockFile { get; } = Path.Combine(path, "warmpath.lock");

    /// <summary>Creates folder and database file with their modes. A folder that is already there keeps its mode: it may be shared on purpose.</summary>
    /// <exception cref="StoreException">The folder cannot be created or written.</exception>
    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerFile | UnixFileMode.UserExecute);
            }

            // Before SQLite does: it gives -wal and -shm the mode of the database.
            OpenPrivate(DatabaseFile, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data folder {path} cannot be used: {e.Message} Make it writable or choose another with --data.", e);
        }
    }

    /// <summary>Held while the store opens, so that two programs do not make two master keys or update the schema at once.</summary>
    /// <remarks>A lock of the operating system: a killed program leaves none behind.</remarks>
    /// <exception cref="StoreException">Another program held it for 30 s.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += LockPoll)
        {
            try
            {
                return OpenPrivate(LockFile, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (waited < LockWait)
            {
                await Task.Delay(LockPoll, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StoreException($"{LockFile} cannot be locked: {e.Message} Another program may be opening the store; try again.", e);
            }
        }
    }

    /// <summary>Says to other programs that this one has the store open, until it is disposed. Call it while holding the lock.</summary>
    /// <remarks>A shared lock of the operating system: a killed program holds none.</remarks>
    /// <returns>Also whether no other program has it open.</returns>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public (IDisposable Presence, bool Alone) Enter()
    {
        var alone = true;
        try
        {
            OpenPrivate(PresenceFile, FileMode.OpenOrCreate, FileShare.None).Dispose();
        }
        catch (IOException)
        {
            alone = false;
        }

        try
        {
            return (OpenPrivate(PresenceFile, FileMode.OpenOrCreate, FileShare.ReadWrite), alone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{PresenceFile} cannot be opened: {e.Message} Make it writable for this user.", e);
        }
    }

    /// <summary>Claims the folder for one gateway, until it is disposed.</summary>
    /// <remarks>A lock of the operating system: a killed program holds none.</remarks>
    /// <exception cref="StoreException">Another gateway serves from it.</exception>
    public IDisposable Claim()
    {
        try
        {
            return OpenPrivate(ServeFile, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException)
        {
            throw new StoreException($"Another gateway serves from the data folder {path}, and each would know only its own keys, clients and budgets. Stop it first, or choose another folder with --data.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"{ServeFile} cannot be opened: {e.Message} Make it writable for this user.", e);
        }
    }

    /// <summary>A name for one that no other program uses.</summary>
    public string NewRowFile() => Path.Combine(path, $"ledger-{Guid.NewGuid():N}{RowExtension}");

    /// <summary>Writes a new file that is there whole or not at all.</summary>
    /// <exception cref="IOException">It exists already, or the disk refuses.</exception>
    public static void WriteNew(string file, ReadOnlySpan<byte> content)
    {
        var unfinished = file + ".new";
        using (var stream = OpenPrivate(unfinished, FileMode.Create, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file);
    }

    /// <summary>Opens a file that is this user's alone, without a buffer.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static FileStream OpenPrivate(string file, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(file, options);
        }

        options.UnixCreateMode = OwnerFile;
        var stream = new FileStream(file, options);
        File.SetUnixFileMode(stream.SafeFileHandle, OwnerFile);
        return stream;
    }
}
