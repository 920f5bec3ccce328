using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Limits;

/// <summary>The limits that one (organization, model class) has: three buckets, the answer to its last 429, and who waits for it.</summary>
internal sealed class LimitPool(Organization organization, string modelClass)
{
    /// <summary>Half of the thousand that token headers are rounded to (providers.md 1.3).</summary>
    private const double TokenRounding = 500;

    /// <summary>After a throttle this many more than one may be under way for each answer that begins; past it the ramp is over.</summary>
    private const int RampEnd = 32;

    private readonly Congestion _requestCongestion = new();
    private readonly Congestion _inputCongestion = new();
    private readonly Congestion _outputCongestion = new();
    private int? _ramp;

    public Organization Organization { get; } = organization;

    public string ModelClass { get; } = modelClass;

    public Bucket Requests { get; } = new();

    public Bucket Input { get; } = new();

    public Bucket Output { get; } = new();

    /// <summary>Set while a 429 rules.</summary>
    public Condition Throttle { get; } = new();

    public int InFlight { get; private set; }

    public WaitingLine Line { get; } = new();

    /// <summary>Puts limits that a person gave, or none, under those that headers name.</summary>
    public void Configure(LimitSettings? limits, DateTimeOffset now)
    {
        Configured = limits;
        var inForce = limits?.Lowest(_seen) ?? _seen;
        Requests.SetLimit(inForce.RequestsPerMinute, now);
        Input.SetLimit(inForce.InputTokensPerMinute, now);
        Output.SetLimit(inForce.OutputTokensPerMinute, now);
    }

    public LimitSettings? Configured { get; private set; }

    // What responses named.
    private LimitSettings _seen = new(null, null, null);

    /// <summary>How long until the request can be admitted, those that wait for this pool and go before it served first.</summary>
    public TimeSpan DelayFor(double input, double output, Ticket ticket, DateTimeOffset now)
    {
        var seconds = Line.Place(ticket, input, output, Ahead(now), now).Seconds;
        var delay = seconds > 0 ? TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1) : TimeSpan.Zero;
        return _ramp is { } allowed && InFlight >= allowed ? Later(delay, RampPause) : delay;
    }

    /// <summary>The request stands in line from now on.</summary>
    public void Hold(Ticket ticket, double input, double output, DateTimeOffset now)
    {
        ticket.Turn = Line.Place(ticket, input, output, Ahead(now), now).Turn;
        (ticket.WaitingFor, ticket.WaitingInput, ticket.WaitingOutput) = (this, input, output);
        Line.Add(ticket);
    }

    private Refill Ahead(DateTimeOffset now) => new(Requests.Ahead(now), Input.Ahead(now), Output.Ahead(now));

    /// <summary>About one first byte: when the next of a ramp may go. Its waiters are woken by the answer itself.</summary>
    private static readonly TimeSpan RampPause = TimeSpan.FromSeconds(1);

    /// <param name="patience">Seconds that the request would have waited here at most.</param>
    public Reservation Reserve(double input, double output, double patience, DateTimeOffset now)
    {
        Requests.Take(1, now);
        Input.Take(input, now);
        Output.Take(output, now);
        InFlight++;
        _requestCongestion.Count(1, patience, now);
        _inputCongestion.Count(input, patience, now);
        _outputCongestion.Count(output, patience, now);
        return new Reservation(this, input, output);
    }

    /// <summary>The reservation's request is over: what it really used replaces what was reserved; null = nothing was charged.</summary>
    public void Settle(Reservation reservation, Usage? used, bool charged, DateTimeOffset now)
    {
        if (reservation.Settled)
        {
            return;
        }

        reservation.Settled = true;
        InFlight--;
        if (!charged)
        {
            Requests.GiveBack(1, now);
            Input.GiveBack(reservation.Input, now);
            Output.GiveBack(reservation.Output, now);
        }
        else if (used is { } usage)
        {
            Adjust(Input, reservation.Input, usage.Input + usage.CacheWrite, now);
            Adjust(Output, reservation.Output, usage.Output, now);
        }
    }

    public void Learn(LimitHeaders headers, Reservation? reservation, DateTimeOffset sentAt, DateTimeOffset now)
    {
        _seen = new(
            headers.RequestsLimit ?? _seen.RequestsPerMinute,
            headers.InputTokensLimit ?? _seen.InputTokensPerMinute,
            headers.OutputTokensLimit ?? _seen.OutputTokensPerMinute);
        Configure(Configured, now);
        var before = reservation?.TakenBefore ?? (Requests.Taken, Input.Taken, Output.Taken);
        var elapsed = now - sentAt;
        Correct(Requests, headers.RequestsRemaining, 0.5, before.Requests);
        Correct(Input, headers.InputTokensRemaining, TokenRounding, before.Input);
        Correct(Output, headers.OutputTokensRemaining, TokenRounding, before.Output);

        void Correct(Bucket bucket, long? remaining, double rounding, double takenBefore)
        {
            if (remaining is { } left)
            {
                bucket.Correct(left, rounding, bucket.Taken - takenBefore, elapsed, now);
            }
        }
    }

    /// <summary>A 429 named an input limit that no header had told.</summary>
    public void LearnInputLimit(long perMinute, DateTimeOffset now)
    {
        _seen = _seen with { InputTokensPerMinute = _seen.InputTokensPerMinute ?? perMinute };
        Configure(Configured, now);
    }

    /// <summary>The throttle is over and its probe was answered: the others follow one by one, not as a storm.</summary>
    public void StartRamp() => _ramp = 2;

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
