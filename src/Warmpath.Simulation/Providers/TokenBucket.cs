namespace Warmpath.Simulation.Providers;

/// <summary>One limit: full at first, refilled continuously, may go below zero.</summary>
internal sealed class TokenBucket(double limitPerMinute, double burst)
{
    /// <summary>An amount that is missing by less than this is there: sums of doubles are not exact.</summary>
    public const double Tolerance = 1e-6;

    private readonly double _perTick = limitPerMinute / TimeSpan.TicksPerMinute;
    private double _level = limitPerMinute * burst;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    public double LimitPerMinute => limitPerMinute;

    public double Capacity => limitPerMinute * burst;

    /// <summary>A <paramref name="now"/> before the last withdrawal counts as that time: a clock that steps back refills nothing.</summary>
    public double LevelAt(DateTimeOffset now) =>
        now <= _at ? _level : Math.Min(Capacity, _level + ((now - _at).Ticks * _perTick));

    /// <returns>Zero when the amount is there; never too early: rounded up to the clock's tick.</returns>
    public TimeSpan Until(double amount, DateTimeOffset now)
    {
        var missing = amount - LevelAt(now);
        return missing <= Tolerance ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Ceiling(missing / _perTick));
    }

    public void Take(double amount, DateTimeOffset now)
    {
        _level = LevelAt(now) - amount;
        _at = now > _at ? now : _at;
    }
}
