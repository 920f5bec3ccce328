namespace Warmpath.Routing.Limits;

/// <summary>One token bucket as the provider keeps it: capacity of one minute, refilled continuously (providers.md 1.1).</summary>
/// <remarks>A bucket whose limit is unknown admits everything. Not thread-safe: the router's lock guards it.</remarks>
internal sealed class Bucket
{
    private double _level;
    private DateTimeOffset _at;

    /// <summary>Per minute; null = unknown.</summary>
    public long? Limit { get; private set; }

    /// <summary>Everything ever taken, less what was given back: how much was reserved between two moments is a difference of it.</summary>
    public double Taken { get; private set; }

    /// <summary>What is left now; may be negative after a request that turned out larger than reserved. Only for a known limit.</summary>
    public double Level(DateTimeOffset now)
    {
        Refill(now);
        return _level;
    }

    public void SetLimit(long? limit, DateTimeOffset now)
    {
        if (limit == Limit)
        {
            return;
        }

        Refill(now);
        _level = (limit, Limit) switch
        {
            (null, _) => 0,
            ({ } first, null) => first,
            ({ } next, { } before) => Math.Min(next, _level + Math.Max(0, next - before)),
        };
        (Limit, _at) = (limit, now);
    }

    /// <summary>What is left now and how it fills, for a look ahead.</summary>
    public Refill.Axis Ahead(DateTimeOffset now) => Limit is { } limit
        ? new(Level(now), limit)
        : new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>1 when it is full or the limit unknown; negative in debt.</summary>
    public double ShareLeft(DateTimeOffset now) => Limit is { } limit ? Level(now) / limit : 1;

    public void Take(double amount, DateTimeOffset now)
    {
        Refill(now);
        _level -= amount;
        Taken += amount;
    }

    public void GiveBack(double amount, DateTimeOffset now)
    {
        Refill(now);
        _level = Limit is { } limit ? Math.Min(limit, _level + amount) : 0;
        Taken -= amount;
    }

    /// <summary>Brings the level into the range that a response's <c>remaining</c> allows.</summary>
    /// <param name="remaining">As in the header.</param>
    /// <param name="rounding">Half of the header's rounding step.</param>
    /// <param name="takenSince">What was taken here after the request was sent: the provider may not have seen it when it answered.</param>
    /// <param name="elapsed">Between sending and now: the provider may have refilled for as long since it looked.</param>
    public void Correct(double remaining, double rounding, double takenSince, TimeSpan elapsed, DateTimeOffset now)
    {
        if (Limit is not { } limit)
        {
            return;
        }

        Refill(now);
        // Nothing left says nothing of a debt: a request above the capacity passes when the bucket is full and leaves it far below zero.
        var lowest = remaining <= rounding ? double.NegativeInfinity : remaining - rounding - Math.Max(0, takenSince);
        var highest = Math.Min(limit, remaining + rounding + (elapsed.TotalMinutes * limit));
        _level = Math.Clamp(_level, Math.Min(lowest, highest), highest);
    }

    /// <summary>The provider has just refused <paramref name="amount"/>: there cannot be so much left.</summary>
    public void Refused(double amount, TimeSpan retryAfter, DateTimeOffset now)
    {
        if (Limit is { } limit)
        {
            Refill(now);
            _level = Math.Min(_level, Math.Min(amount, limit) - (retryAfter.TotalMinutes * limit));
        }
    }

    private void Refill(DateTimeOffset now)
    {
        if (now > _at)
        {
            _level = Limit is { } limit ? Math.Min(limit, _level + ((now - _at).TotalMinutes * limit)) : 0;
            _at = now;
        }
    }
}
