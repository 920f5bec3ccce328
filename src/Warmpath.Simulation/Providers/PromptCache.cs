using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Providers;

/// <summary>The cache of one workspace for one model class: entries only at breakpoints (providers.md 2.1).</summary>
internal sealed class PromptCache(ProviderParameters parameters)
{
    private const int FirstSweep = 1024;

    private readonly Dictionary<UInt128, CacheEntry> _entries = [];
    private int _sweepAt = FirstSweep;

    /// <summary>Entries held in memory, dead ones included that no sweep has met yet.</summary>
    public int Count => _entries.Count;

    /// <summary>What a request sent now would read and write. Changes nothing.</summary>
    public CacheSplit Look(ProviderRequest request, DateTimeOffset now)
    {
        var breakpoints = request.Breakpoints;
        var prefix = request.PrefixTokens.Span;
        var minimum = request.MinimumCacheTokens ?? parameters.MinimumOf(request.ModelClass);
        var first = 0;
        while (first < breakpoints.Length && prefix[breakpoints[first].Block] < minimum)
        {
            first++;
        }

        var readBlock = LongestReadable(request.Blocks, breakpoints, prefix, minimum, now);
        var read = readBlock < 0 ? 0 : prefix[readBlock];

        // Tokens up to the last 1h breakpoint are 1h writes, those from there to the last breakpoint 5m writes.
        var end = read;
        var endOf1h = read;
        for (var i = first; i < breakpoints.Length; i++)
        {
            end = Math.Max(end, prefix[breakpoints[i].Block]);
            endOf1h = breakpoints[i].Lifetime == CacheLifetime.OneHour ? Math.Max(endOf1h, end) : endOf1h;
        }

        return new()
        {
            ReadBlock = readBlock,
            FirstBreakpoint = first,
            Read = read,
            Write1h = endOf1h - read,
            Write5m = end - endOf1h,
            Fresh = (prefix.Length == 0 ? 0 : prefix[^1]) - end,
        };
    }

    /// <summary>Lets an admitted request have its effect.</summary>
    /// <param name="split">From <see cref="Look"/> of the same request and time.</param>
    /// <param name="begins">When its response begins: what it writes is readable from then on.</param>
    public void Apply(ProviderRequest request, in CacheSplit split, DateTimeOffset begins, DateTimeOffset now)
    {
        if (split.ReadBlock >= 0)
        {
            Refresh(_entries[request.Blocks[split.ReadBlock].Digest], now);
        }

        foreach (var breakpoint in request.Breakpoints.AsSpan(split.FirstBreakpoint))
        {
            var digest = request.Blocks[breakpoint.Block].Digest;
            if (!_entries.TryGetValue(digest, out var entry) || !entry.LiveAt(now))
            {
                _entries[digest] = entry = new() { ReadableFrom = begins, Lifetime = breakpoint.Lifetime };
            }
            else if (breakpoint.Block > split.ReadBlock)
            {
                // Somebody else's write, still in flight: whichever response begins first makes it readable.
                entry.ReadableFrom = entry.ReadableFrom < begins ? entry.ReadableFrom : begins;
                entry.Lifetime = entry.Lifetime > breakpoint.Lifetime ? entry.Lifetime : breakpoint.Lifetime;
            }

            Refresh(entry, now);
        }

        Sweep(now);
    }

    private void Refresh(CacheEntry entry, DateTimeOffset start) => entry.Refresh(start, parameters.DurationOf(entry.Lifetime));

    private int LongestReadable(Block[] blocks, Breakpoint[] breakpoints, ReadOnlySpan<int> prefix, int minimum, DateTimeOffset now)
    {
        var longest = -1;
        for (var i = breakpoints.Length - 1; i >= 0 && breakpoints[i].Block > longest; i--)
        {
            var last = Math.Max(breakpoints[i].Block - parameters.LookBack, longest);
            for (var block = breakpoints[i].Block; block > last && prefix[block] >= minimum; block--)
            {
                if (_entries.TryGetValue(blocks[block].Digest, out var entry) && entry.ReadableAt(now))
                {
                    longest = block;
                    break;
                }
            }
        }

        return longest;
    }

    /// <summary>Drops the dead whenever the entries have doubled: memory follows what lives, at a constant price per request.</summary>
    private void Sweep(DateTimeOffset now)
    {
        if (_entries.Count < _sweepAt)
        {
            return;
        }

        foreach (var (digest, entry) in _entries)
        {
            if (!entry.LiveAt(now))
            {
                _entries.Remove(digest);
            }
        }

        _sweepAt = Math.Max(FirstSweep, 2 * _entries.Count);
    }
}
