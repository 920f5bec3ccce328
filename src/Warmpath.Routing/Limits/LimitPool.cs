using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Limits;

/// <summary>
/// The limits that an organization, or one of its workspaces, has for a model class: three buckets, the answer to its last 429, and who
/// waits for it.
/// </summary>
internal sealed class LimitPool(Organization organization, Workspace? workspace, string modelClass)
{
    /// <summary>Half of the thousand that token headers are rounded to (providers.md 1.3).</summary>
    private const double TokenRounding = 500;

    /// <summary>After a throttle this many more than one may be under way for each answer that begins; past it the ramp is over.</summary>
    private const int RampEnd = 32;

    private readonly Congestion _requestCongestion = new();
    private readonly Congestion _inputCongestion = new();
    private readonly Congestion _outputCongestion = new();
    private readonly ClientShares _shares = new();
    private int? _ramp;

    public Organization Organization { get; } = organization;

    /// <summary>Whose own limits these are; null = the whole organization's.</summary>
    public Workspace? Workspace { get; } = workspace;

    public string ModelClass { get; } = modelClass;

    /// <summary>For people.</summary>
    public string Label => Workspace is null ? Organization.Label : $"workspace {Workspace.Id ?? "?"} of {Organization.Label}";

    public Bucket Requests { get; } = new();

    public Bucket Input { get; } = new();

    public Bucket Output { get; } = new();

    /// <summary>Set while a 429 rules.</summary>
    public Condition Throttle { get; } = new();

    public int InFlight { get; private set; }

    public WaitingLine Line { get; } = new();

    public void SetLimits(LimitSettings limits, DateTimeOffset now)
    {
        Requests.SetLimit(limits.RequestsPerMinute, now);
        Input.SetLimit(limits.InputTokensPerMinute, now);
        Output.SetLimit(limits.OutputTokensPerMinute, now);
    }

    /// <summary>How long until the request can be admitted, those that wait for this pool and go before it served first.</summary>
    public TimeSpan DelayFor(double input, double output, Ticket ticket, DateTimeOffset now)
    {
        var seconds = Line.Count == 0 // where nobody waits, nobody goes before it
            ? Ahead(now).Admit(input, output)
            : Line.Place(ticket, input, output, PutBack(ticket, input, output, now), Ahead(now), now).Seconds;
        var delay = seconds > 0 ? TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1) : TimeSpan.Zero;
        return _ramp is { } allowed && InFlight >= allowed ? Later(delay, RampPause) : delay;
    }

    /// <summary>The request stands in line from now on.</summary>
    public void Hold(Ticket ticket, double input, double output, DateTimeOffset now)
    {
        _shares.Count(ticket.Request.Client, 0, now);
        ticket.PutBack = PutBack(ticket, input, output, now);
        ticket.Turn = Line.Place(ticket, input, output, ticket.PutBack.Value, Ahead(now), now).Turn;
        (ticket.WaitingFor, ticket.WaitingInput, ticket.WaitingOutput) = (this, input, output);
        Line.Add(ticket);
    }

    // What a request is put back by never grows: those behind it have counted on it.
    private TimeSpan PutBack(Ticket ticket, double input, double output, DateTimeOffset now)
    {
        var buckets = Ahead(now);
        var lead = _shares.Lead(ticket.Request.Client, Line.OwnBefore(ticket, input, output, buckets), now);
        var longest = ticket.PutBack ?? WaitingLine.LongestLead;
        return lead < longest.TotalSeconds ? TimeSpan.FromSeconds(lead) : longest;
    }

    private Refill Ahead(DateTimeOffset now) => new(Requests.Ahead(now), Input.Ahead(now), Output.Ahead(now));

    /// <summary>About one first byte: when the next of a ramp may go. Its waiters are woken by the answer itself.</summary>
    private static readonly TimeSpan RampPause = TimeSpan.FromSeconds(1);

    public BucketSums Taken => new(Requests.Taken, Input.Taken, Output.Taken);

    /// <summary>Nobody uses it or waits for it, no 429 rules, and all of its limits is there.</summary>
    public bool IsAtRest(DateTimeOffset now) => InFlight == 0 && Line.Count == 0 && !Throttle.IsSet && _ramp is null && ShareLeft(now) >= 1;

    /// <summary>The least share of a limit that is left, 0 to 1; less in debt.</summary>
    public double ShareLeft(DateTimeOffset now) => Math.Min(Requests.ShareLeft(now), Math.Min(Input.ShareLeft(now), Output.ShareLeft(now)));

    /// <param name="patience">Seconds that the request would have waited here at most.</param>
    public void Take(string client, double input, double output, double patience, DateTimeOffset now)
    {
        _shares.Count(client, Ahead(now).Whole(input, output), now);
        Requests.Take(1, now);
        Input.Take(input, now);
        Output.Take(output, now);
        InFlight++;
        _requestCongestion.Count(1, patience, now);
        _inputCongestion.Count(input, patience, now);
        _outputCongestion.Count(output, patience, now);
    }

    /// <summary>A request that took so much is over (<see cref="Reservation.Settle"/>).</summary>
    public void Settle(string client, double input, double output, Usage? used, bool charged, bool readsAreCharged, DateTimeOffset now)
    {
        InFlight--;
        if (!charged)
        {
            Requests.GiveBack(1, now);
            Input.GiveBack(input, now);
            Output.GiveBack(output, now);
            _shares.Count(client, -Ahead(now).Whole(input, output), now);
        }
        else if (used is { } usage)
        {
            var (buckets, counted) = (Ahead(now), usage.Input + usage.CacheWrite + (readsAreCharged ? usage.CacheRead : 0));
            _shares.Count(client, buckets.Whole(counted, usage.Output) - buckets.Whole(input, output), now);
            Adjust(Input, input, counted, now);
            Adjust(Output, output, usage.Output, now);
        }
    }

    /// <summary>A response told what is left: of a limit of this pool where it names that very limit.</summary>
    /// <param name="before">What the buckets had given when its request was sent; null when that took nothing here.</param>
    public void Correct(LimitHeaders headers, BucketSums? before, DateTimeOffset sentAt, DateTimeOffset now)
    {
        var taken = before ?? Taken;
        Correct(Requests, headers.RequestsLimit, headers.RequestsRemaining, 0.5, taken.Requests);
        Correct(Input, headers.InputTokensLimit, headers.InputTokensRemaining, TokenRounding, taken.Input);
        Correct(Output, headers.OutputTokensLimit, headers.OutputTokensRemaining, TokenRounding, taken.Output);

        void Correct(Bucket bucket, long? limit, long? remaining, double rounding, double takenBefore)
        {
            if ((limit ?? bucket.Limit) == bucket.Limit && remaining is { } left)
            {
                bucket.Correct(left, rounding, bucket.Taken - takenBefore, now - sentAt, now);
            }
        }
    }

    /// <summary>True when the headers name a limit of this pool and say that too little of it is left for the request.</summary>
    public bool IsUsedUp(LimitHeaders headers, double input) =>
        Names(Requests, headers.RequestsLimit, headers.RequestsRemaining, 1)
        || Names(Input, headers.InputTokensLimit, headers.InputTokensRemaining, input)
        || Names(Output, headers.OutputTokensLimit, headers.OutputTokensRemaining, 1);

    private static bool Names(Bucket bucket, long? limit, long? remaining, double needed) =>
        limit is { } perMinute && limit == bucket.Limit && remaining < Math.Min(needed, perMinute);

    /// <summary>The throttle is over and its probe was answered: the others follow one by one, not as a storm.</summary>
    public void StartRamp() => _ramp = 2;

    /// <summary>What the ramp was for has come again.</summary>
    public void EndRamp() => _ramp = null;

    /// <summary>An answer began while ramping: one more may be under way.</summary>
    public void StepRamp()
    {
        if (_ramp is { } allowed)
        {
            _ramp = allowed >= RampEnd ? null : allowed + 1;
        }
    }

    /// <summary>Seconds that those who come after this request will wait because of it, by the limit that is the scarcest.</summary>
    public double WaitCaused(double input, double output, DateTimeOffset now) =>
        Math.Max(
            Caused(_requestCongestion, Requests, 1, Line.Count, now),
            Math.Max(
                Caused(_inputCongestion, Input, input, Line.Input, now),
                Caused(_outputCongestion, Output, output, Line.Output, now)));

    private static double Caused(Congestion congestion, Bucket bucket, double amount, double waiting, DateTimeOffset now) =>
        bucket.Limit is { } limit ? congestion.Caused(amount, bucket.Level(now) - waiting, limit, now) : 0;

    public HeadroomView View(DateTimeOffset now) =>
        new(ModelClass, BucketView(Requests, now), BucketView(Input, now), BucketView(Output, now));

    private static BucketView? BucketView(Bucket bucket, DateTimeOffset now) =>
        bucket.Limit is { } limit ? new(limit, (long)Math.Max(0, bucket.Level(now))) : null;

    private static void Adjust(Bucket bucket, double reserved, double used, DateTimeOffset now)
    {
        if (used > reserved)
        {
            bucket.Take(used - reserved, now);
        }
        else
        {
            bucket.GiveBack(reserved - used, now);
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
