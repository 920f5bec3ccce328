namespace Warmpath.Simulation.Traces;

/// <summary>Seconds as files write them, and time as the simulator counts it: in ticks of 100 ns, so that files can say it exactly.</summary>
internal static class Seconds
{
    // A value that was written with all its digits must not come out one tick later for a rounding error of its double.
    private const double RoundingError = 1e-3;

    /// <summary>31 years: what is longer is a slip of somebody's pen.</summary>
    public const double Most = 1e9;

    /// <summary>Never early: rounded up to the tick.</summary>
    public static TimeSpan ToTime(double seconds) => TimeSpan.FromTicks((long)Math.Ceiling((seconds * TimeSpan.TicksPerSecond) - RoundingError));

    public static decimal Of(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
