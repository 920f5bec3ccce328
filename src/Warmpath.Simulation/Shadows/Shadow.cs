using Warmpath.Routing;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Runs;

namespace Warmpath.Simulation.Shadows;

/// <summary>One other way of routing, run beside the real one in the same time: it has caches, limits and clients that back off of its own.</summary>
/// <remarks>
/// A request is issued when the real one arrived, but never before what it followed upon has been answered here and the same think
/// time has passed: who is stalled does not type on. A stall is counted up to <see cref="LongestStall"/>; then the request passes whatever the
/// limits say, so that what is pending is bounded and every way counts the same requests.
/// </remarks>
internal sealed class Shadow(
    ShadowProvider provider, Func<ShadowFleet.Door> pick, Action<ShadowRequest, ShadowOutcome> served, SeededRandom random)
{
    public static readonly TimeSpan LongestStall = TimeSpan.FromHours(1);

    /// <summary>Requests that may be stalled at once; beyond it the next pass.</summary>
    public const int MostPending = 20_000;

    private static readonly TimeSpan RefusalLatency = TimeSpan.FromSeconds(0.2);

    private readonly PriorityQueue<Turn, (DateTimeOffset At, long Sequence)> _due = new();
    private readonly Dictionary<string, Turn> _latest = [];
    private long _sequence;
    private int _pending;

    /// <summary>How many it remembers; the caller bounds it by <see cref="Forget"/>.</summary>
    public int Lineages => _latest.Count;

    /// <param name="request">Not of an earlier arrival than the one before.</param>
    public void Arrive(ShadowRequest request)
    {
        var arrivedAt = request.Served.DecidedAt;
        AdvanceTo(arrivedAt);
        _pending++;
        var turn = new Turn(request) { DueAt = arrivedAt };
        foreach (var lineage in request.Precedents?.Lineages ?? [])
        {
            if (_latest.TryGetValue(lineage, out var before))
            {
                if (before.EndsAt is { } ended)
                {
                    turn.NotBefore(ended);
                }
                else
                {
                    (before.Followers ??= []).Add(turn);
                    turn.Awaited++;
                }
            }
        }

        _latest[request.Served.Lineage] = turn;
        if (turn.Awaited == 0)
        {
            Issue(turn);
            AdvanceTo(arrivedAt);
        }
    }

    /// <summary>Lets everything happen that is due.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        while (_due.TryPeek(out var turn, out var due) && due.At <= now)
        {
            _due.Dequeue();
            Try(turn, due.At);
        }
    }

    /// <summary>Forgets lineages whose last answer ended before that.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (lineage, turn) in _latest)
        {
            if (turn.EndsAt < before)
            {
                _latest.Remove(lineage);
            }
        }
    }

    private void Issue(Turn turn) => _due.Enqueue(turn, (turn.DueAt, _sequence++));

    private void Try(Turn turn, DateTimeOffset now)
    {
        var (door, request) = (pick(), turn.Request.AsClientSent);
        var mustPass = now - turn.DueAt >= LongestStall || _pending > MostPending;
        var reply = mustPass ? provider.Admit(door, request, now) : provider.Send(door, request, now);
        if (reply is Answer answer)
        {
            Answered(turn, answer, now);
            return;
        }

        turn.Stalls++;
        turn.Patience ??= new(random);
        _due.Enqueue(turn, (now + RefusalLatency + turn.Patience.Pause((reply as RateRefusal)?.RetryAfter), _sequence++));
    }

    private void Answered(Turn turn, Answer answer, DateTimeOffset now)
    {
        _pending--;
        served(turn.Request, new(answer.Usage, turn.Stalls, now - turn.DueAt));
        turn.End(answer.Ends);
        foreach (var follower in turn.Followers ?? [])
        {
            follower.NotBefore(answer.Ends);
            if (--follower.Awaited == 0)
            {
                Issue(follower);
            }
        }

        turn.Followers = null;
    }

    private sealed class Turn(ShadowRequest request)
    {
        private ShadowRequest? _request = request;

        /// <summary>Only until it has ended: a lineage's latest turn outlives its request, and prompts are large.</summary>
        public ShadowRequest Request => _request ?? throw new InvalidOperationException("The turn has ended.");

        /// <summary>Null until it is stalled.</summary>
        public ClientPatience? Patience { get; set; }

        /// <summary>When it is issued.</summary>
        public DateTimeOffset DueAt { get; set; }

        /// <summary>Turns before it that are not answered yet.</summary>
        public int Awaited { get; set; }

        /// <summary>Turns that wait for this one's answer; null while there is none.</summary>
        public List<Turn>? Followers { get; set; }

        public int Stalls { get; set; }

        /// <summary>Null until it is answered.</summary>
        public DateTimeOffset? EndsAt { get; private set; }

        public void End(DateTimeOffset at)
        {
            EndsAt = at;
            _request = null;
        }

        public void NotBefore(DateTimeOffset ended)
        {
            var due = ended + Request.Precedents!.Think; // who follows has them
            DueAt = due > DueAt ? due : DueAt;
        }
    }
}
