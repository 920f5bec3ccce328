using System.Runtime.InteropServices;
using Warmpath.Routing.Outlines;

namespace Warmpath.Gateway.Traffic;

/// <summary>The blocks of prompts that the recording has, and which of them are counted. Not thread-safe.</summary>
/// <remarks>
/// A prompt is looked at from its end: a block that is known makes all before it known, since digests are of prefixes. So only ends of prompts are kept,
/// and blocks that are counted: a long conversation's next turn finds the end of the one before behind its few new blocks. What begins with a part of a known
/// prompt that is neither is given once more. Each is given again before a day is over, since retention goes by when it was given last.
/// </remarks>
internal sealed class KnownBlocks
{
    /// <summary>About 70 MB, of some 400,000 requests. Beyond it all are given once more: the store knows them.</summary>
    private const int Most = 1_000_000;

    /// <summary>Half a day: one after it is given again, and one before it may rest on others that are as old.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(12);

    private readonly Dictionary<UInt128, Known> _known = [];

    /// <summary>Calls for each place of a block that is new, counted for the first time, or was not given for long.</summary>
    /// <param name="isCounted">As long as the blocks.</param>
    public void Note(ReadOnlySpan<Block> blocks, ReadOnlySpan<bool> isCounted, DateTimeOffset now, Action<int> give)
    {
        if (_known.Count > Most)
        {
            _known.Clear();
        }

        var minute = (int)(now.ToUnixTimeSeconds() / 60);
        var since = minute;
        var place = blocks.Length - 1;
        for (; place >= 0; place--)
        {
            if (_known.TryGetValue(blocks[place].Digest, out var known) && minute - known.Since < Again.TotalMinutes)
            {
                since = known.Since;
                break;
            }
        }

        for (var i = 0; i < blocks.Length; i++)
        {
            if (i <= place && !isCounted[i])
            {
                continue; // of those that are known only a count is news
            }

            if (!isCounted[i] && i < blocks.Length - 1)
            {
                give(i);
                continue;
            }

            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, blocks[i].Digest, out var isKept);
            if (i > place || !known.IsCounted)
            {
                known = new(i > place || !isKept ? since : known.Since, known.IsCounted || isCounted[i]);
                give(i);
            }
        }
    }

    /// <summary>All are given once more.</summary>
    public void Clear() => _known.Clear();

    /// <param name="Since">Minutes of Unix time: it and all before it were given then or later.</param>
    private readonly record struct Known(int Since, bool IsCounted);
}
