namespace Warmpath.Simulation.Runs;

/// <summary>Virtual time: what is due happens in order of time, and at one time in the order in which it was planned.</summary>
internal sealed class EventLoop(DateTimeOffset start)
{
    /// <summary>More events than this at one instant are a ring of causes that will never end.</summary>
    private const int MostAtOnce = 1_000_000;

    private readonly PriorityQueue<Action, (DateTimeOffset At, long Sequence)> _events = new();
    private long _sequence;
    private int _atOnce;

    public DateTimeOffset Now { get; private set; } = start;

    /// <param name="at">Not before <see cref="Now"/>.</param>
    public void Plan(DateTimeOffset at, Action what) => _events.Enqueue(what, (at < Now ? Now : at, _sequence++));

    /// <summary>Until nothing is left to happen.</summary>
    /// <exception cref="InvalidOperationException">Time stands still: events cause one another at one instant without end.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        while (_events.TryDequeue(out var what, out var due))
        {
            if (due.At > Now)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (Now, _atOnce) = (due.At, 0);
            }
            else if (++_atOnce > MostAtOnce)
            {
                throw new InvalidOperationException($"Events cause one another without end at {Now:O}.");
            }

            what();
        }
    }
}
