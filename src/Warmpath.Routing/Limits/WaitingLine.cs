using System.Runtime.InteropServices;
using Warmpath.Routing.Deciding;

namespace Warmpath.Routing.Limits;

/// <summary>The requests held for one pool, in the order in which they are to go.</summary>
/// <remarks>
/// A request's turn is its arrival, put back by the time that its tokens take to be refilled, up to half a minute. So a lineage that sends
/// little does not wait behind one that sends a minute's worth. And by the time that other clients need to catch up with what its own took
/// lately or takes before it (<see cref="ClientShares"/>), up to a minute: so none starves another. Deadlines come before turns: who would miss its own may pass those that have
/// time, and nobody goes before one that would miss its own for it. So small ones pass a large one until it has to have all that is refilled.
/// Where one of two has to be late, turns decide.
/// </remarks>
internal sealed class WaitingLine
{
    /// <summary>Of its maximum wait a request keeps so much for what a look ahead does not know: answers that turn out longer than reserved.</summary>
    private const double DeadlineSlack = 0.02;

    private static readonly TimeSpan LongestPutBack = TimeSpan.FromSeconds(30);

    /// <summary>A client's lead puts its requests back no further: a bucket holds a minute.</summary>
    public static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(1);

    private readonly SortedSet<Ticket> _tickets = new(Ticket.ByTurn);

    // The line in order, for one look ahead.
    private readonly List<Ticket> _line = [];

    public int Count => _tickets.Count;

    /// <summary>What all of them will take.</summary>
    public double Input { get; private set; }

    public double Output { get; private set; }

    public SortedSet<Ticket>.Enumerator GetEnumerator() => _tickets.GetEnumerator();

    /// <summary>Takes its place; its turn stands still until it leaves.</summary>
    public void Add(Ticket ticket)
    {
        _tickets.Add(ticket);
        (Input, Output) = (Input + ticket.WaitingInput, Output + ticket.WaitingOutput);
    }

    public void Remove(Ticket ticket)
    {
        if (!_tickets.Remove(ticket))
        {
            return;
        }

        (Input, Output) = (Input - ticket.WaitingInput, Output - ticket.WaitingOutput);
        if (_tickets.Count == 0)
        {
            (Input, Output) = (0, 0); // sums of doubles are not exact
            _line.Clear();
        }
    }

    /// <summary>Where a request that is not in the line would stand, and when it could go.</summary>
    /// <param name="buckets">As they are now.</param>
    /// <param name="putBack">For its client's lead.</param>
    /// <returns>Its turn, and seconds from now.</returns>
    public (DateTimeOffset Turn, double Seconds) Place(
        Ticket ticket, double input, double output, TimeSpan putBack, Refill buckets, DateTimeOffset now)
    {
        var turn = OwnTurn(ticket, input, output, buckets) + putBack;
        if (_tickets.Count == 0)
        {
            return (turn, buckets.Admit(input, output));
        }

        _line.Clear();
        var (inTurn, ahead) = (0, buckets);
        foreach (var other in _tickets)
        {
            _line.Add(other);
            if ((other.Turn, other.Sequence).CompareTo((turn, ticket.Sequence)) < 0)
            {
                inTurn++;
                Admit(ref ahead, other);
            }
        }

        var without = ahead;
        var at = ahead.Admit(input, output);
        var line = CollectionsMarshal.AsSpan(_line);

        // Behind those that it would make late.
        var place = inTurn;
        for (var i = inTurn; i < line.Length; i++)
        {
            var mayBeInTime = Admit(ref without, line[i]) <= Left(line[i], now);
            if (IsLate(line[i], Admit(ref ahead, line[i]), now) && mayBeInTime)
            {
                place = i + 1;
            }
        }

        if (place > inTurn)
        {
            var behind = After(place, buckets).Admit(input, output);
            (place, at) = IsLate(ticket, behind, now) ? (inTurn, at) : (place, behind); // one of the two is late: turns decide
        }

        // Before those that have time for it, if it would be late itself.
        while (place > 0 && IsLate(ticket, at, now))
        {
            ahead = After(place - 1, buckets);
            var before = ahead.Admit(input, output);
            if (IsLate(line[place - 1], Admit(ref ahead, line[place - 1]), now))
            {
                break;
            }

            (place, at) = (place - 1, before);
        }

        return (place == inTurn ? turn : place == 0 ? line[0].Turn - Tick : line[place - 1].Turn + Tick, at);
    }

    /// <summary>Seconds that the requests of the same client need that come before this one by themselves.</summary>
    public double OwnBefore(Ticket ticket, double input, double output, Refill buckets)
    {
        if (_tickets.Count == 0)
        {
            return 0;
        }

        var turn = OwnTurn(ticket, input, output, buckets);
        var seconds = 0.0;
        foreach (var other in _tickets)
        {
            if (other.Request.Client == ticket.Request.Client
                && (OwnTurn(other, other.WaitingInput, other.WaitingOutput, buckets), other.Sequence).CompareTo((turn, ticket.Sequence)) < 0)
            {
                seconds += buckets.Whole(other.WaitingInput, other.WaitingOutput);
            }
        }

        return seconds;
    }

    // Whatever its client took.
    private static DateTimeOffset OwnTurn(Ticket ticket, double input, double output, Refill buckets) =>
        ticket.Request.ArrivedAt + TimeSpan.FromSeconds(Math.Min(buckets.Whole(input, output), LongestPutBack.TotalSeconds));

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    // The buckets once so many of the line have gone.
    private Refill After(int place, Refill buckets)
    {
        foreach (var ticket in CollectionsMarshal.AsSpan(_line)[..place])
        {
            Admit(ref buckets, ticket);
        }

        return buckets;
    }

    private static double Admit(ref Refill buckets, Ticket ticket) => buckets.Admit(ticket.WaitingInput, ticket.WaitingOutput);

    private static bool IsLate(Ticket ticket, double at, DateTimeOffset now) =>
        at > Left(ticket, now) - (ticket.Request.MaximumWait.TotalSeconds * DeadlineSlack);

    private static double Left(Ticket ticket, DateTimeOffset now) => (ticket.Deadline - now).TotalSeconds;
}
