namespace Warmpath.Gateway;

/// <summary>The gateway's clock: the machine's, but it never steps back.</summary>
/// <remarks>
/// Cooldowns, cache lifetimes and limits are spans of time, and must go on when somebody sets the machine's clock back. While that one is
/// behind, this one goes on at 19 twentieths of its pace until the two agree. A step forward is followed at once: the machine may have slept,
/// and what was warm or limited before is not any more. Thread-safe; timers and timestamps are the machine's own.
/// </remarks>
public sealed class SteadyTime : TimeProvider
{
    // The share of real time that is held back while the machine's clock is behind: a lifetime of five minutes is wrong by 15 s at most.
    private const int Brake = 20;

    private readonly TimeProvider _machine;
    private readonly Lock _lock = new();
    private DateTimeOffset _last;
    private long _lastAt;

    public SteadyTime(TimeProvider machine)
    {
        _machine = machine;
        (_last, _lastAt) = (machine.GetUtcNow(), machine.GetTimestamp());
    }

    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    /// <summary>How far the machine's clock is behind this one; zero but after a step back.</summary>
    public TimeSpan Ahead
    {
        get
        {
            var ahead = GetUtcNow() - _machine.GetUtcNow();
            return ahead > TimeSpan.FromMilliseconds(1) ? ahead : TimeSpan.Zero;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var (now, at) = (_machine.GetUtcNow(), _machine.GetTimestamp());
            var elapsed = _machine.GetElapsedTime(_lastAt, at);
            var least = _last + elapsed - (elapsed / Brake);
            (_last, _lastAt) = (now > least ? now : least, at);
            return _last;
        }
    }

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);
}
