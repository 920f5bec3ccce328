namespace Warmpath.Gateway.Budgets;

/// <summary>A minute's worth of something that refills evenly, as the providers' own limits do. Not thread-safe.</summary>
/// <remarks>It remembers what was taken and not refilled, so that a limit that changes holds from the next question on.</remarks>
internal sealed class MinuteMeter
{
    private double _taken;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>How long until the amount may be taken; zero: now. One above the limit may be taken when nothing else was.</summary>
    public TimeSpan DelayFor(double amount, long perMinute, DateTimeOffset now)
    {
        Refill(perMinute, now);
        var over = _taken + Math.Min(amount, perMinute) - perMinute;
        return over <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(over * 60 / perMinute);
    }

    public void Take(double amount, long perMinute, DateTimeOffset now)
    {
        Refill(perMinute, now);
        _taken += amount;
    }

    /// <summary>More or less was used than had been taken.</summary>
    public void Adjust(double difference) => _taken = Math.Max(0, _taken + difference);

    // A clock that steps back refills nothing until it has caught up.
    private void Refill(long perMinute, DateTimeOffset now)
    {
        if (now > _at)
        {
            _taken = Math.Max(0, _taken - ((now - _at).TotalMinutes * perMinute));
            _at = now;
        }
    }
}
