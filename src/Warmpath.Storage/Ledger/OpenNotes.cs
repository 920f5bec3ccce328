using System.Collections.Concurrent;

namespace Warmpath.Storage.Ledger;

/// <summary>What is known of requests under way and is not in the database yet. Thread-safe.</summary>
/// <remarks>One note a request, the latest, so it is bounded by the requests under way; a store in trouble adds nothing to that.</remarks>
internal sealed class OpenNotes : IDisposable
{
    /// <summary>
    /// A request that ends within this time costs the database nothing. One that is killed within it, or before the commit that follows,
    /// leaves no trace.
    /// </summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Note> _notes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _armed;

    /// <param name="due">Called when a note has become due; it may only hand that on.</param>
    public OpenNotes(TimeProvider time, Action due)
    {
        _time = time;
        _timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref _armed, 0);
                due();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the place of an earlier note on the same request.</summary>
    public void Put(LedgerRow row)
    {
        _notes[row.Id] = new(row, _time.GetTimestamp());
        Arm();
    }

    /// <summary>The request has ended: its row says it all.</summary>
    public void Remove(string id) => _notes.TryRemove(id, out _);

    /// <summary>Those older than <see cref="Delay"/>; it calls again for the others.</summary>
    public IReadOnlyList<Note> Due()
    {
        if (_notes.IsEmpty)
        {
            return [];
        }

        var due = new List<Note>();
        var now = _time.GetTimestamp();
        foreach (var note in _notes.Values)
        {
            if (_time.GetElapsedTime(note.At, now) >= Delay)
            {
                due.Add(note);
            }
            else
            {
                Arm();
            }
        }

        return due;
    }

    /// <summary>They are in the database, or never will be. One that was replaced meanwhile stays.</summary>
    public void Done(IReadOnlyList<Note> notes)
    {
        foreach (var note in notes)
        {
            _notes.TryRemove(new(note.Row.Id, note));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (Interlocked.Exchange(ref _armed, 1) == 0)
        {
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    internal sealed class Note(LedgerRow row, long at)
    {
        public LedgerRow Row => row;

        /// <summary>When it was put, as a timestamp.</summary>
        public long At => at;
    }
}
