using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Lineages;

namespace Warmpath.Routing.Baselines;

/// <summary>What baselines share: rows, and each request's way over them. As it stands, an error goes straight to the client.</summary>
/// <remarks>Not safe for several threads: the simulator has one.</remarks>
/// <param name="rowsAreKeys">One row a key, whatever the model; else a row is a key for one model, and what one model meets there says nothing of others.</param>
internal abstract class BaselineRouter(IReadOnlyList<KeyConfig> keys, bool rowsAreKeys = false) : IRouter
{
    private readonly Dictionary<Ticket, Course> _courses = [];
    private readonly Dictionary<string, KeyState[]> _rows = [];
    private long _sequence;

    public Ticket Enter(RoutingRequest request, Action? wake)
    {
        var ticket = new Ticket(++_sequence, request, new Lineage(request.Hints.Session ?? ""), [], wake);
        _courses.Add(ticket, new Course(request, RowsOf(request)));
        return ticket;
    }

    public Decision Decide(Ticket ticket, DateTimeOffset now)
    {
        var course = _courses[ticket];
        if (course.GaveUp)
        {
            return new Decision.Refuse(new(RefusalKind.Limited, "Every try was refused.", course.ClientRetryAfter));
        }

        if (course.NotBefore > now)
        {
            return new Decision.Wait(course.NotBefore, "Backs off.");
        }

        if (Pick(course, now) is not { } row)
        {
            return course.NotBefore > now
                ? new Decision.Wait(course.NotBefore, "Waits for a row.")
                : new Decision.Refuse(new(RefusalKind.Limited, "No row is usable.", course.ClientRetryAfter));
        }

        row.InFlight++;
        course.Row = row;
        ticket.Attempts++;
        return new Decision.Send(new Attempt(ticket, row, new Explanation("", default, 0, 0, null, null), now));
    }

    public void Began(Attempt attempt, ResponseFacts facts, DateTimeOffset now) => Succeeded(_courses[attempt.Ticket], attempt.State, now);

    public void Ended(Attempt attempt, Usage? usage, DateTimeOffset now)
    {
        if (Close(attempt))
        {
            Finished(_courses[attempt.Ticket], attempt.State, usage, now);
        }
    }

    public NextStep Failed(Attempt attempt, UpstreamFailure failure, DateTimeOffset now)
    {
        if (!Close(attempt))
        {
            return NextStep.DecideAgain;
        }

        var course = _courses[attempt.Ticket];
        course.Failures++;
        return Refused(course, attempt.State, failure, now);
    }

    public void Abandoned(Attempt attempt, DateTimeOffset now) => Close(attempt);

    public void Leave(Ticket ticket, DateTimeOffset now) => _courses.Remove(ticket);

    /// <returns>Null: the request waits if that has set a later <see cref="Course.NotBefore"/>, else the client gets a 429 at once.</returns>
    protected abstract KeyState? Pick(Course course, DateTimeOffset now);

    /// <summary>The answer has begun.</summary>
    protected virtual void Succeeded(Course course, KeyState row, DateTimeOffset now)
    {
    }

    /// <summary>The answer has ended.</summary>
    protected virtual void Finished(Course course, KeyState row, Usage? usage, DateTimeOffset now)
    {
    }

    /// <summary>The row answered with an error, or not at all.</summary>
    protected virtual NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now) => NextStep.ReturnAnswer;

    /// <summary>Another row may do better: the failure is not the client's own fault.</summary>
    protected static bool IsRowsFault(UpstreamFailure failure) => failure.Status is null or 0 or 401 or 403 or 408 or 429 or >= 500;

    private KeyState[] RowsOf(RoutingRequest request)
    {
        var model = rowsAreKeys ? "" : request.Outline.Model;
        return _rows.TryGetValue(model, out var known)
            ? known
            : _rows[model] = [.. keys.Select(key => new KeyState(key, new Organization(key.Id.Value), new Workspace(key.Id.Value)))];
    }

    private static bool Close(Attempt attempt)
    {
        if (attempt.IsClosed)
        {
            return false;
        }

        attempt.IsClosed = true;
        attempt.State.InFlight--;
        return true;
    }

    /// <summary>One request's way.</summary>
    protected sealed class Course(RoutingRequest request, KeyState[] rows)
    {
        public RoutingRequest Request { get; } = request;

        /// <summary>Those that can serve it, in the order in which their keys were given.</summary>
        public KeyState[] Rows { get; } = rows;

        public int Failures { get; set; }

        /// <summary>Where it was sent last.</summary>
        public KeyState? Row { get; set; }

        /// <summary>Failures of <see cref="Row"/> that were answered by trying it again.</summary>
        public int Redials { get; set; }

        /// <summary>Rows that failed it and that it will not try again.</summary>
        public HashSet<KeyState> Left { get; } = [];

        /// <summary>When its next try may go.</summary>
        public DateTimeOffset NotBefore { get; set; }

        /// <summary>No more tries: the client gets a 429.</summary>
        public bool GaveUp { get; set; }

        /// <summary>Handed to the client with that 429.</summary>
        public TimeSpan? ClientRetryAfter { get; set; }

        /// <summary>Away from <see cref="Row"/>, which has failed, while there are others.</summary>
        public NextStep GoOn()
        {
            Redials = 0;
            Left.Add(Row!); // it has failed, so there was one
            return Left.Count < Rows.Length ? NextStep.DecideAgain : NextStep.ReturnAnswer;
        }

        /// <summary>A key's row for the request; null for no key.</summary>
        public KeyState? RowOf(KeyId? key) => Rows.FirstOrDefault(row => row.Config.Id == key);
    }
}
