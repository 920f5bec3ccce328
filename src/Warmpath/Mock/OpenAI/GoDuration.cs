using System.Globalization;

namespace Warmpath.Mock.OpenAI;

/// <summary>Durations as Go writes them: <c>6m0s</c>, <c>1.5s</c>, <c>12ms</c> (providers.md 7.2).</summary>
internal static class GoDuration
{
    /// <summary>In milliseconds, rounded up: whoever waits that long is never too early.</summary>
    public static string Of(TimeSpan duration)
    {
        var time = TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds));
        if (time > TimeSpan.Zero && time < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");
        }

        var hours = (long)time.TotalHours;
        var seconds = time.Seconds + (time.Milliseconds / 1000m);
        return hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h{time.Minutes}m{seconds:0.###}s")
            : time.Minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m{seconds:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
    }
}
