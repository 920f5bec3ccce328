using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Warmpath.Storage.Recordings;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Writes the ledger and the recording in the background: what comes in one moment shares a commit. Thread-safe.</summary>
/// <remarks>
/// A row is kept in a <see cref="RowFile"/> at once, so nobody waits for the database, and a quarter of a second's rows go into it together: what a
/// commit costs is the pages that it touches, and rows of one moment touch the same ones. A batch that fails is tried again with growing pauses;
/// meanwhile rows gather in memory, and beyond <see cref="BacklogRows"/> the oldest are dropped and counted, since the gateway must go on serving
/// on a full disk.
/// The recording has no connection of its own: each commit of one would make the other forget the pages that it has read.
/// </remarks>
internal sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Rows of one transaction: large enough to share its cost, small enough that other writers of the database need not wait long.</summary>
    public const int BatchRows = 4096;

    /// <summary>About 100 MB of rows.</summary>
    public const int BacklogRows = 100_000;

    /// <summary>How long rows that are kept in the file gather.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromMinutes(1);

    private readonly LedgerCommit _commit;
    private readonly string _database;
    private readonly RowFile? _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action? _committed;
    private readonly Channel<PendingRow> _queue;
    private readonly Channel<bool> _work = Signal();
    private readonly Channel<bool> _hurry = Signal();
    private readonly ConcurrentQueue<TaskCompletionSource> _readers = new();
    private readonly OpenNotes _open;
    private readonly RecordingBacklog _recording = new();
    private readonly int _mostAhead;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Task _running;
    private volatile Trouble? _trouble;
    private long _toldSlowAt;
    private int _pending;
    private long _dropped;

    /// <param name="database">Its file's name, for messages.</param>
    /// <param name="commit">Owned from here on.</param>
    /// <param name="file">Owned from here on; without one a row is durable when it is in the database.</param>
    /// <param name="committed">Called after every commit, from the writing thread; it may only hand that on.</param>
    public LedgerWriter(
        LedgerCommit commit, string database, RowFile? file, TimeProvider time, ILogger logger, int backlogRows = BacklogRows, Action? committed = null)
    {
        (_commit, _database, _file, _time, _logger, _committed) = (commit, database, file, time, logger, committed);
        _queue = Channel.CreateBounded<PendingRow>(
            new BoundedChannelOptions(backlogRows) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Drop);
        _mostAhead = backlogRows / 2;
        _open = new(time, Wake);
        _running = Task.Run(RunAsync);
    }

    public LedgerHealth Health => new(Volatile.Read(ref _pending), _trouble?.Since, _trouble?.Fault, Interlocked.Read(ref _dropped));

    /// <summary>The database refuses to be written just now.</summary>
    public bool IsFailing => _trouble is not null;

    /// <returns>True once the row is durable; false when it is lost (dropped, or the store is closed).</returns>
    public Task<bool> WriteAsync(LedgerRow row)
    {
        var pending = new PendingRow(row);
        _open.Remove(row.Id); // first: a note that is taken from here on would come after the row
        Interlocked.Increment(ref _pending);
        if (!_queue.Writer.TryWrite(pending))
        {
            Interlocked.Decrement(ref _pending);
            return Task.FromResult(false);
        }

        if (Volatile.Read(ref _pending) <= _mostAhead || IsFailing)
        {
            _file?.Append(pending); // after it is queued: what the file holds at its turn is in the queue, or through it
        }
        else
        {
            _hurry.Writer.TryWrite(true); // who writes faster than the database takes has to wait for it
        }

        Wake();
        return pending.Durable;
    }

    /// <summary>What is known of a request under way. Returns at once.</summary>
    public void Note(LedgerRow row) => _open.Put(row);

    /// <inheritdoc cref="WarmpathStore.HasRoomToRecord"/>
    public bool HasRoomToRecord => _recording.HasRoom;

    /// <inheritdoc cref="WarmpathStore.Record"/>
    public bool Record(RecordedRequest request, IReadOnlyCollection<RecordedBlock> blocks)
    {
        var isTaken = _recording.TryAdd(request, blocks);
        Wake();
        return isTaken;
    }

    /// <summary>Completes when what was written and recorded before is in the database, or it is in trouble: who reads then sees what there is.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        if ((Volatile.Read(ref _pending) == 0 && _recording.IsSettled) || IsFailing || _running.IsCompleted)
        {
            return Task.CompletedTask;
        }

        var reader = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _readers.Enqueue(reader);
        _hurry.Writer.TryWrite(true);
        Wake();
        return reader.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what is queued, for at most <see cref="EndLimit"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        _hurry.Writer.TryComplete();
        _work.Writer.TryComplete();
        try
        {
            await _running.WaitAsync(EndLimit, _time);
        }
        catch (TimeoutException)
        {
            await _giveUp.CancelAsync();
            await _running; // it may still be inside one commit, which SQLite ends after its own few seconds
        }

        _open.Dispose();
        _file?.Dispose();
        _giveUp.Dispose();
    }

    private static Channel<bool> Signal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private void Wake() => _work.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        var batch = new List<PendingRow>(BatchRows);
        try
        {
            while (await _work.Reader.WaitToReadAsync(_giveUp.Token))
            {
                _work.Reader.TryRead(out _);
                await GatherAsync();
                await CommitAllAsync(batch);
            }

            await CommitAllAsync(batch); // a row may have come between the last look and the end
            _file?.Delete();
        }
        catch (OperationCanceledException)
        {
            GiveUp(batch);
        }
        finally
        {
            Release();
            _commit.Dispose();
        }
    }

    // Only rows that nobody waits for may be kept waiting.
    private async Task GatherAsync()
    {
        if (_file is not { IsWritable: true })
        {
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(_giveUp.Token);
        await Task.WhenAny(Task.Delay(Gathering, _time, over.Token), _hurry.Reader.WaitToReadAsync(over.Token).AsTask());
        _hurry.Reader.TryRead(out _);
        await over.CancelAsync();
    }

    private async Task CommitAllAsync(List<PendingRow> batch)
    {
        var readers = _readers.Count; // who comes later may wait for rows that come later
        _file?.Turn();
        do
        {
            while (batch.Count < BatchRows && _queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            // The notes are looked at after the rows: one that is still there belongs to no row in hand.
            var recorded = _recording.Take();
            for (var pause = FirstPause; !TryCommit(batch, _open.Due(), recorded); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                Release();
                batch.RemoveAll(row => row.IsSettled);
                await Task.Delay(pause, _time, _giveUp.Token);
            }

            batch.Clear();
        }
        while (_queue.Reader.TryPeek(out _));
        _file?.Clear();
        Release(readers);
    }

    /// <returns>False when the database is in trouble and what is not done of the batch should be tried again.</returns>
    private bool TryCommit(IReadOnlyList<PendingRow> batch, IReadOnlyList<OpenNotes.Note> notes, RecordingBatch? recorded)
    {
        if (batch.Count == 0 && notes.Count == 0 && recorded is null)
        {
            return true;
        }

        try
        {
            var began = Stopwatch.GetTimestamp(); // it is the disk that is measured
            _commit.Commit(batch, [.. notes.Select(note => note.Row)], recorded, _time.GetUtcNow());
            TellIfSlow(Stopwatch.GetElapsedTime(began));
            _open.Done(notes);
            if (recorded is not null)
            {
                _recording.Done();
            }

            _committed?.Invoke();
        }
        catch (Exception e) when (!StoreTrouble.IsRowsOwn(e))
        {
            Fail(e);
            return false;
        }
        catch (Exception e) when (notes.Count > 0)
        {
            // It may be one of them; they are worth less than the rows.
            _logger.NotesRefused(notes.Count, e.Message);
            _open.Done(notes);
            return TryCommit(batch, [], recorded);
        }
        catch (Exception e) when (recorded is not null)
        {
            // Or of these, which are worth less as well.
            _logger.RecordingRefused(recorded.Requests.Count, e.Message);
            _recording.Lost();
            return TryCommit(batch, [], null);
        }
        catch (Exception e) when (batch.Count == 1)
        {
            _logger.RowRefused(batch[0].Row.Id, e.Message);
            Drop(batch[0]);
            return true;
        }
        catch (Exception)
        {
            // One of them is refused for itself. The others must not wait for it for ever: each goes alone.
            return batch.All(row => row.IsSettled || TryCommit([row], [], null));
        }

        Recover();
        foreach (var row in batch)
        {
            row.Written();
        }

        Interlocked.Add(ref _pending, -batch.Count);

        return true;
    }

    private void TellIfSlow(TimeSpan took)
    {
        if (took > SlowCommit && (_toldSlowAt == 0 || Stopwatch.GetElapsedTime(_toldSlowAt) > ToldAgainAfter))
        {
            _toldSlowAt = Stopwatch.GetTimestamp();
            _logger.CommitWasSlow(took.TotalSeconds);
        }
    }

    private void Fail(Exception exception)
    {
        if (_trouble is null)
        {
            _trouble = new(_time.GetUtcNow(), StoreTrouble.Explain(exception, _database).Message);
            _logger.LedgerFailing(_trouble.Fault);
        }
    }

    private void Recover()
    {
        if (_trouble is not null)
        {
            _trouble = null;
            _logger.LedgerRecovered(Health.Pending);
        }
    }

    private void Drop(PendingRow row)
    {
        Interlocked.Increment(ref _dropped);
        Interlocked.Decrement(ref _pending);
        row.Lost();
    }

    private void GiveUp(List<PendingRow> batch)
    {
        while (_queue.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }

        var (kept, lost) = (batch.Count(row => row.IsDurable), batch.Count(row => !row.IsDurable));
        _logger.NotWrittenAtEnd(kept, lost);
        batch.ForEach(Drop);
    }

    /// <summary>Lets so many readers go on, by default all.</summary>
    private void Release(int readers = int.MaxValue)
    {
        for (; readers > 0 && _readers.TryDequeue(out var reader); readers--)
        {
            reader.TrySetResult();
        }
    }

    private sealed record Trouble(DateTimeOffset Since, string Fault);
}
