using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Checking;

/// <summary>The cache of one (organization, workspace, model class) as simulation.md tells it, in seconds.</summary>
internal sealed class CheckedCache(int minimum, ProviderParameters parameters)
{
    private readonly Dictionary<Prefix, Entry> _entries = [];

    /// <summary>What an attempt would read and write. Changes nothing.</summary>
    public Split Look(Prefix[] prompt, int[] breakpoints, CacheLifetime[] lifetimes, double at)
    {
        var read = -1;
        foreach (var breakpoint in breakpoints)
        {
            for (var i = breakpoint; i > breakpoint - parameters.LookBack && i > read; i--)
            {
                if (prompt[i].TotalTokens >= minimum && _entries.TryGetValue(prompt[i], out var entry) && entry.ReadableFrom <= at && at <= entry.Dies)
                {
                    read = i;
                    break;
                }
            }
        }

        var readTokens = read < 0 ? 0 : prompt[read].TotalTokens;
        var (end, hourEnd) = (readTokens, readTokens);
        for (var i = 0; i < breakpoints.Length; i++)
        {
            var tokens = prompt[breakpoints[i]].TotalTokens;
            if (tokens >= minimum && tokens > readTokens)
            {
                end = Math.Max(end, tokens);
                hourEnd = lifetimes[i] == CacheLifetime.OneHour ? Math.Max(hourEnd, tokens) : hourEnd;
            }
        }

        return new(read, readTokens, end - hourEnd, hourEnd - readTokens, prompt[^1].TotalTokens - end);
    }

    public void Apply(Prefix[] prompt, int[] breakpoints, CacheLifetime[] lifetimes, int read, double at, double begins)
    {
        if (read >= 0)
        {
            var entry = _entries[prompt[read]];
            entry.Dies = at + entry.Lives;
        }

        for (var i = 0; i < breakpoints.Length; i++)
        {
            var prefix = prompt[breakpoints[i]];
            if (prefix.TotalTokens < minimum)
            {
                continue;
            }

            var lives = (lifetimes[i] == CacheLifetime.OneHour ? parameters.OneHourLifetime : parameters.FiveMinutesLifetime).TotalSeconds;
            if (!_entries.TryGetValue(prefix, out var entry) || at > entry.Dies)
            {
                _entries[prefix] = entry = new() { ReadableFrom = begins, Lives = lives };
            }
            else if (breakpoints[i] > read)
            {
                entry.ReadableFrom = Math.Min(entry.ReadableFrom, begins);
                entry.Lives = Math.Max(entry.Lives, lives);
            }

            entry.Dies = at + entry.Lives;
        }
    }

    /// <param name="ReadBlock">-1 when nothing is read.</param>
    public readonly record struct Split(int ReadBlock, long Read, long Write5m, long Write1h, long Rest);

    private sealed class Entry
    {
        public double ReadableFrom { get; set; }

        public double Dies { get; set; }

        public double Lives { get; set; }
    }
}
