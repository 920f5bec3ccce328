using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Warmpath.Storage.Schema;

namespace Warmpath.Storage.Ledger;

/// <summary>Writes the ledger in the background: rows of one moment share a commit. Thread-safe.</summary>
/// <remarks>
/// A batch that fails is tried again with growing pauses; meanwhile rows gather in memory, and beyond <see cref="BacklogRows"/> the oldest
/// are dropped and counted, since the gateway must go on serving on a full disk.
/// </remarks>
internal sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Large enough to share the cost of a commit, small enough that the first row of a batch does not wait for the last.</summary>
    public const int BatchRows = 512;

    /// <summary>About 100 MB of rows.</summary>
    public const int BacklogRows = 100_000;

    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly LedgerCommit _commit;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action? _committed;
    private readonly Channel<Waiting> _queue;
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly OpenNotes _open;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Task _running;
    private volatile Trouble? _trouble;
    private volatile int _inHand;
    private long _dropped;

    /// <param name="file">The database's, for messages.</param>
    /// <param name="commit">Owned from here on.</param>
    /// <param name="committed">Called after every commit, from the writing thread; it may only hand that on.</param>
    public LedgerWriter(LedgerCommit commit, string file, TimeProvider time, ILogger logger, int backlogRows = BacklogRows, Action? committed = null)
    {
        (_commit, _file, _time, _logger, _committed) = (commit, file, time, logger, committed);
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(backlogRows) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Drop);
        _open = new(time, Wake);
        _running = Task.Run(RunAsync);
    }

    public LedgerHealth Health =>
        new(_queue.Reader.Count + _inHand, _trouble?.Since, _trouble?.Fault, Interlocked.Read(ref _dropped));

    /// <summary>The database refuses to be written just now.</summary>
    public bool IsFailing => _trouble is not null;

    /// <returns>True once the row is durable; false when it is lost (dropped, or the store is closed).</returns>
    public Task<bool> WriteAsync(LedgerRow row)
    {
        var waiting = new Waiting(row);
        _open.Remove(row.Id); // first: a note that is taken from here on would come after the row
        if (!_queue.Writer.TryWrite(waiting))
        {
            return Task.FromResult(false);
        }

        Wake();
        return waiting.Done.Task;
    }

    /// <summary>What is known of a request under way. Returns at once.</summary>
    public void Note(LedgerRow row) => _open.Put(row);

    /// <summary>Writes what is queued, for at most <see cref="EndLimit"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

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
        _giveUp.Dispose();
    }

    private void Wake() => _work.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(BatchRows);
        try
        {
            while (await _work.Reader.WaitToReadAsync(_giveUp.Token))
            {
                _work.Reader.TryRead(out _);
                await CommitAllAsync(batch);
            }

            await CommitAllAsync(batch); // a row may have come between the last look and the end
        }
        catch (OperationCanceledException)
        {
            GiveUp(batch);
        }
        finally
        {
            _commit.Dispose();
        }
    }

    private async Task CommitAllAsync(List<Waiting> batch)
    {
        do
        {
            while (batch.Count < BatchRows && _queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
                _inHand = batch.Count;
            }

            // The notes are looked at after the rows: one that is still there belongs to no row in hand.
            for (var pause = FirstPause; !TryCommit(batch, _open.Due()); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                batch.RemoveAll(waiting => waiting.Done.Task.IsCompleted);
                await Task.Delay(pause, _time, _giveUp.Token);
            }

            batch.Clear();
            _inHand = 0;
        }
        while (_queue.Reader.TryPeek(out _));
    }

    /// <returns>False when the database is in trouble and what is not done of the batch should be tried again.</returns>
    private bool TryCommit(IReadOnlyList<Waiting> batch, IReadOnlyList<OpenNotes.Note> notes)
    {
        if (batch.Count == 0 && notes.Count == 0)
        {
            return true;
        }

        try
        {
            _commit.Commit([.. batch.Select(waiting => waiting.Row)], [.. notes.Select(note => note.Row)]);
            _open.Done(notes);
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
            return TryCommit(batch, []);
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
            return batch.All(waiting => TryCommit([waiting], []));
        }

        Recover();
        foreach (var waiting in batch)
        {
            waiting.Done.TrySetResult(true);
        }

        return true;
    }

    private void Fail(Exception exception)
    {
        if (_trouble is null)
        {
            _trouble = new(_time.GetUtcNow(), StoreTrouble.Explain(exception, _file).Message);
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

    private void Drop(Waiting waiting)
    {
        Interlocked.Increment(ref _dropped);
        waiting.Done.TrySetResult(false);
    }

    private void GiveUp(List<Waiting> batch)
    {
        while (_queue.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }

        _logger.RowsLostAtEnd(batch.Count);
        batch.ForEach(Drop);
        _inHand = 0;
    }

    private sealed record Waiting(LedgerRow Row)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Trouble(DateTimeOffset Since, string Fault);
}
