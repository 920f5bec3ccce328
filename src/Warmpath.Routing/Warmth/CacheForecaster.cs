using System.Runtime.InteropServices;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Lifetimes;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>
/// Forecasts what a prompt would read, write and leave fresh in each workspace, by the provider's rules (providers.md 2.1,
/// simulation.md "World rules"): entries exist at breakpoints alone, a breakpoint looks back 20 blocks, below a minimum size nothing is cached.
/// </summary>
internal sealed class CacheForecaster(WarmthIndex index)
{
    /// <summary>Positions that a breakpoint looks at, itself the first.</summary>
    public const int LookBack = 20;

    // Chained by workspace: each is asked for its own entries, and a front may be warm in hundreds of them.
    private readonly List<(int Block, WarmEntry Entry, int Next)> _found = [];
    private readonly Dictionary<Workspace, (int First, int Last)> _chains = [];
    private int[] _prefix = [];
    private Breakpoint[] _breakpoints = [];
    private int _total;

    /// <summary>The last breakpoint that is large enough to be cached; -1 when the request carries no cache.</summary>
    public int LastBreakpoint { get; private set; }

    // The last block that is marked to live an hour, by choice; -1 = none.
    private readonly int[] _lastHour = new int[3];

    /// <summary>Collects every entry that the prompt's breakpoints can see, longest prefix first. Holds until the next call.</summary>
    public void Look(Outline outline, int[] prefixTokens, int minimumTokens)
    {
        _found.Clear();
        _chains.Clear();
        (_prefix, _breakpoints) = (prefixTokens, outline.Breakpoints);
        _total = prefixTokens.Length == 0 ? 0 : prefixTokens[^1];
        LastBreakpoint = -1;
        MayChoose = true;
        Array.Fill(_lastHour, -1);
        var next = int.MaxValue;
        for (var b = _breakpoints.Length - 1; b >= 0; b--)
        {
            var block = _breakpoints[b].Block;
            if (prefixTokens[block] < minimumTokens)
            {
                continue;
            }

            if (LastBreakpoint < 0)
            {
                LastBreakpoint = block;
            }

            if (_breakpoints[b].Lifetime == CacheLifetime.OneHour)
            {
                _lastHour[(int)LifetimeChoice.Client] = Math.Max(_lastHour[(int)LifetimeChoice.Client], block);
            }

            // A marker that says five minutes stands, and none behind it may live longer.
            MayChoose &= !_breakpoints[b].IsExplicit;

            for (var i = Math.Min(block, next - 1); i >= 0 && i > block - LookBack && prefixTokens[i] >= minimumTokens; i--)
            {
                next = i;
                if (index.Find(outline.Blocks[i].Digest) is { } entries)
                {
                    foreach (var entry in entries)
                    {
                        Add(i, entry);
                    }
                }
            }
        }

        LastShared = -1;
        _lastHour[(int)LifetimeChoice.All] = LastBreakpoint;
    }

    /// <summary>True when no marker names its lifetime.</summary>
    public bool MayChoose { get; private set; }

    /// <summary>The last marker on what conversations share that is to live an hour, as a block; -1 = none. Set after <see cref="Look"/>.</summary>
    public int LastShared
    {
        get;
        set
        {
            field = value;
            _lastHour[(int)LifetimeChoice.Shared] = Math.Max(value, _lastHour[(int)LifetimeChoice.Client]);
        }
    }

    /// <summary>Tokens of the cached part that no one-hour entry, alive for a while yet, covers in this workspace.</summary>
    public int Uncovered(Workspace workspace, DateTimeOffset until)
    {
        for (var i = First(workspace); i >= 0; i = _found[i].Next)
        {
            var (block, entry, _) = _found[i];
            if (entry.Readable && entry.Lifetime == CacheLifetime.OneHour && entry.Dies >= until)
            {
                return _prefix[LastBreakpoint] - _prefix[block];
            }
        }

        return _prefix[LastBreakpoint];
    }

    /// <summary>What the prompt would cost in tokens in this workspace, sent at that time.</summary>
    /// <param name="counting">Which entries count besides readable ones: with an entry in flight given, that one does.</param>
    public TokenForecast Forecast(Workspace workspace, DateTimeOffset at, WarmEntry? counting, LifetimeChoice lifetime, out WarmEntry? read)
    {
        read = null;
        if (LastBreakpoint < 0)
        {
            return new(0, 0, 0, _total);
        }

        var from = -1;
        for (var i = First(workspace); i >= 0; i = _found[i].Next)
        {
            var (block, entry, _) = _found[i];
            if (entry == counting || (entry.Readable && entry.Dies >= at))
            {
                (from, read) = (block, entry);
                break;
            }
        }

        var readTokens = from < 0 ? 0 : _prefix[from];
        var lastHour = _lastHour[(int)lifetime];
        var hour = lastHour > from ? _prefix[lastHour] - readTokens : 0;
        var write = _prefix[LastBreakpoint] - readTokens;
        return new(readTokens, Math.Max(0, write - hour), hour, _total - _prefix[LastBreakpoint]);
    }

    /// <summary>The longest prefix that another request is writing in this workspace right now; null when none is.</summary>
    public WarmEntry? InFlight(Workspace workspace)
    {
        for (var i = First(workspace); i >= 0; i = _found[i].Next)
        {
            var entry = _found[i].Entry;
            if (!entry.Readable && entry.Writers > 0)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>What sending the prompt there now does to the cache. Entries to be written are announced to the index as in flight.</summary>
    public CachePlan? Plan(
        Outline outline, int minimumTokens, Workspace workspace, WarmEntry? read, LifetimeChoice choice, TimeSpan firstByte, DateTimeOffset now)
    {
        if (LastBreakpoint < 0)
        {
            return null;
        }

        var planned = new List<PlannedEntry>(_breakpoints.Length);
        foreach (var breakpoint in _breakpoints)
        {
            var tokens = _prefix[breakpoint.Block];
            if (tokens < minimumTokens)
            {
                continue;
            }

            var lifetime = breakpoint.Block <= _lastHour[(int)choice] ? CacheLifetime.OneHour : CacheLifetime.FiveMinutes;
            var entry = index.GetOrAdd(outline.Blocks[breakpoint.Block].Digest, workspace, now);
            var live = entry.Readable && entry.Dies >= now;
            if (!live)
            {
                if (entry.Writers++ == 0)
                {
                    (entry.Readable, entry.WriterSentAt, entry.WriterFirstByte) = (false, now, firstByte);
                    (entry.Lifetime, entry.Touched) = (lifetime, now);
                }
            }

            entry.Tokens = tokens;
            planned.Add(new(entry, lifetime, tokens, !live));
        }

        return new CachePlan { Read = read, Entries = planned };
    }

    // Behind the others of its workspace.
    private void Add(int block, WarmEntry entry)
    {
        var index = _found.Count;
        _found.Add((block, entry, -1));
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, entry.Workspace, out var known);
        if (known)
        {
            CollectionsMarshal.AsSpan(_found)[chain.Last].Next = index;
            chain.Last = index;
        }
        else
        {
            chain = (index, index);
        }
    }

    private int First(Workspace workspace) => _chains.TryGetValue(workspace, out var chain) ? chain.First : -1;
}
