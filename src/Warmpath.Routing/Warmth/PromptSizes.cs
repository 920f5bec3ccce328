using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>Says how many tokens each prefix of an answered prompt has, so that they add up to what the provider counted.</summary>
/// <remarks>
/// An answer tells the size of its whole prompt, of the prompt up to the last marker, and of what was read from cache. Those points are
/// kept; what lies between two of them is divided as the estimate says. Whoever asks about the same request again is told the same at once. Not safe for
/// several threads.
/// </remarks>
/// <param name="capacity">How many points are kept; beyond it the oldest are forgotten.</param>
public sealed class PromptSizes(int capacity = PromptSizes.DefaultCapacity)
{
    /// <summary>About 10 MB.</summary>
    public const int DefaultCapacity = 100_000;

    /// <summary>An estimate that is off by more than this share of what was read belongs to another prefix.</summary>
    private const double Tolerance = 0.25;

    private readonly Dictionary<UInt128, int> _counted = [];
    private readonly Queue<UInt128> _order = new();
    private int[] _prefixTokens = [];
    private bool[] _isCounted = [];
    private ServedRequest? _last;

    /// <summary>What it gives holds until another request is asked about, and may be longer than the blocks are many.</summary>
    /// <param name="prefixTokens">Set: tokens of the prefix that ends with each block, ascending; the last is the whole prompt.</param>
    /// <returns>One per block: whether the provider counted that prefix, or it lies between two that it counted.</returns>
    public bool[] Fit(ServedRequest served, out int[] prefixTokens)
    {
        if (!ReferenceEquals(served, _last))
        {
            Fit(served);
            _last = served; // not before: one that failed is tried again
        }

        prefixTokens = _prefixTokens;
        return _isCounted;
    }

    private void Fit(ServedRequest served)
    {
        var (outline, usage) = (served.Request.Outline, served.Usage);
        var blocks = outline.Blocks;
        if (_isCounted.Length < blocks.Length)
        {
            (_prefixTokens, _isCounted) = (new int[2 * blocks.Length], new bool[2 * blocks.Length]);
        }

        if (blocks.Length == 0)
        {
            return;
        }

        var last = blocks.Length - 1;
        Count(blocks[last].Digest, (int)usage.Prompt);
        if (usage.Prompt > usage.Input && outline.Breakpoints is [.., var marker] && marker.Block < last)
        {
            Count(blocks[marker.Block].Digest, (int)(usage.Prompt - usage.Input));
        }

        Interpolate(served);
        if (usage.CacheRead > 0 && ReadBlock(outline, usage.CacheRead) is { } read)
        {
            Count(blocks[read].Digest, (int)usage.CacheRead);
            Interpolate(served);
        }
    }

    /// <summary>The marked block whose prefix was read, when its size was not known yet.</summary>
    private int? ReadBlock(Outline outline, long read)
    {
        int? nearest = null;
        foreach (var breakpoint in outline.Breakpoints)
        {
            if (Distance(breakpoint.Block) <= Tolerance * read && (nearest is not { } best || Distance(breakpoint.Block) < Distance(best)))
            {
                nearest = breakpoint.Block;
            }
        }

        return nearest is { } block && !_isCounted[block] && !Enumerable.Range(0, outline.Blocks.Length).Any(i => _isCounted[i] && _prefixTokens[i] == read)
            ? block
            : null;

        long Distance(int block) => Math.Abs(_prefixTokens[block] - read);
    }

    private void Interpolate(ServedRequest served)
    {
        var (prefixTokens, isCounted) = (_prefixTokens, _isCounted);
        var blocks = served.Request.Outline.Blocks;
        var total = (int)served.Usage.Prompt;
        var (from, tokens, estimated) = (-1, 0, 0);
        for (var i = 0; i < blocks.Length; i++)
        {
            isCounted[i] = i == blocks.Length - 1 || (_counted.TryGetValue(blocks[i].Digest, out var known) && known >= tokens && known <= total);
            if (!isCounted[i])
            {
                continue;
            }

            prefixTokens[i] = i == blocks.Length - 1 ? total : _counted[blocks[i].Digest];
            var (span, weight) = (prefixTokens[i] - tokens, Math.Max(1, served.EstimatedPrefixTokens[i] - estimated));
            for (var between = from + 1; between < i; between++)
            {
                var share = Math.Clamp((double)(served.EstimatedPrefixTokens[between] - estimated) / weight, 0, 1);
                prefixTokens[between] = tokens + (int)(span * share);
            }

            (from, tokens, estimated) = (i, prefixTokens[i], served.EstimatedPrefixTokens[i]);
        }
    }

    private void Count(UInt128 digest, int tokens)
    {
        if (_counted.TryAdd(digest, tokens))
        {
            _order.Enqueue(digest);
            if (_order.Count > capacity)
            {
                _counted.Remove(_order.Dequeue());
            }
        }
        else
        {
            _counted[digest] = tokens;
        }
    }
}
