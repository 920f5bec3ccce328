using System.Collections.Concurrent;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Rows that a process has acknowledged and the database does not have yet: what a killed process leaves for the next start. Thread-safe.</summary>
/// <remarks>
/// Two files in turns: while the rows of one go into the database, new ones are appended to the other. To append is one write into the
/// operating system's memory, which a kill of the process does not touch (a power cut does, as it does the database's own log).
/// A file that cannot be written is no loss: its rows are acknowledged when the database has them.
/// </remarks>
internal sealed class RowFile : IDisposable
{
    /// <summary>A database that stays in trouble does not make the file grow for ever.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly ConcurrentQueue<PendingRow> _arrived = new();
    private readonly Lock _turn = new();
    private readonly RowRecords _records = new();
    private readonly List<PendingRow> _taken = [];
    private volatile Half _current;
    private Half _other;
    private bool _isClosed;

    /// <param name="folder">The files are made with the first rows.</param>
    public RowFile(DataFolder folder) => (_current, _other) = (new(folder.NewRowFile()), new(folder.NewRowFile()));

    /// <summary>Rows are kept; else they are durable only in the database.</summary>
    public bool IsWritable => _current.IsWritable;

    /// <summary>Keeps the row, mostly before it returns; when another thread has its turn just now, that one does it.</summary>
    public void Append(PendingRow row)
    {
        _arrived.Enqueue(row);
        WriteArrived();
    }

    /// <summary>From here on rows go to the other file. Call <see cref="Clear"/> when all that came before is in the database.</summary>
    public void Turn()
    {
        lock (_turn)
        {
            (_current, _other) = (_other, _current);
        }

        WriteArrived();
    }

    /// <summary>What was appended before the last <see cref="Turn"/> is in the database.</summary>
    public void Clear()
    {
        lock (_turn)
        {
            _other.Clear();
        }

        WriteArrived();
    }

    /// <summary>All that was appended is in the database, or given up: nothing is left for the next start.</summary>
    public void Delete()
    {
        lock (_turn)
        {
            _current.Delete();
            _other.Delete();
        }
    }

    /// <summary>Closes the files; what they hold is for the next start.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _isClosed = true;
            _current.Dispose();
            _other.Dispose();
            _records.Dispose();
        }
    }

    // Whoever ends a turn looks again: a row may have come meanwhile, whose own thread found the turn taken.
    private void WriteArrived()
    {
        while (!_arrived.IsEmpty && _turn.TryEnter())
        {
            try
            {
                Write();
            }
            finally
            {
                _turn.Exit();
            }
        }
    }

    private void Write()
    {
        if (_isClosed)
        {
            _arrived.Clear();
            return;
        }

        while (_arrived.TryDequeue(out var row))
        {
            _taken.Add(row);
            _records.Add(row.Columns);
        }

        if (_current.TryAppend(_records.Bytes))
        {
            _taken.ForEach(row => row.Kept());
        }

        _taken.Clear();
        _records.Clear();
    }

    /// <summary>One of the two files.</summary>
    private sealed class Half(string path) : IDisposable
    {
        private FileStream? _file;
        private volatile bool _isBroken;
        private volatile bool _isFull;

        public bool IsWritable => !_isBroken && !_isFull;

        public bool TryAppend(ReadOnlySpan<byte> bytes)
        {
            if (!IsWritable)
            {
                return false;
            }

            try
            {
                _file ??= DataFolder.OpenPrivate(path, FileMode.Create, FileShare.ReadWrite);
                _file.Write(bytes);
                _isFull = _file.Position >= MostBytes;
                return true;
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                _isBroken = true; // what follows half a record could not be read
                return false;
            }
        }

        public void Clear()
        {
            try
            {
                _file?.SetLength(0);
                _isBroken = false; // the database has found room, and so may this
                _isFull = false;
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                _isBroken = true; // the database knows what it holds, should the next start read it
            }
        }

        public void Delete()
        {
            try
            {
                if (_file is not null)
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                // The next start reads it, and the database knows what it holds.
            }
        }

        public void Dispose() => _file?.Dispose();

        private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException;
    }
}
