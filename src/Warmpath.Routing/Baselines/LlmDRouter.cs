using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Baselines;

/// <summary>llm-d's scheduler: prefix score plus load score, over the first 4,096 tokens of a prompt (field-notes.md 2.4).</summary>
internal sealed class LlmDRouter(IReadOnlyList<KeyConfig> keys, ulong seed) : BaselineRouter(keys)
{
    /// <summary>What has no counterpart among keys, and this takes in its place.</summary>
    public static readonly string[] Assumptions =
    [
        "load falls in a straight line over requests in flight",
        "the time penalty is what is left of a row's last retry-after, beyond the least of all rows",
        "where it breaks stickiness, rows with such a penalty are left out and the others compete",
    ];

    private const int BlockTokens = 16;
    private const int HashedTokens = 256 * BlockTokens;
    private const int BlocksPerRow = 31_250;

    private const double StickyShare = 0.8;
    private const double Exploration = 0.01;
    private const double IdleScore = 0.5;
    private const double LongestQueue = 128;

    private static readonly TimeSpan LongestPenalty = TimeSpan.FromSeconds(5);

    private readonly SeededRandom _random = new(seed);
    private readonly Dictionary<KeyState, RowRecord> _records = [];
    private long _used;

    protected override KeyState Pick(Course course, DateTimeOffset now)
    {
        var candidates = Candidates(course, now);
        var chosen = candidates.Any(candidate => candidate.Share > 0)
            ? candidates.MaxBy(Score).Row
            : candidates.MinBy(candidate => RecordOf(candidate.Row).UsedAt).Row;
        Record(chosen, course.Request);
        return chosen;
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (failure is { Status: 429, RetryAfter: { } wait })
        {
            RecordOf(row).FreeAt = now + wait;
        }

        return NextStep.ReturnAnswer;
    }

    /// <summary>The rows that a prompt sticks to, or all that it may go to; at least one.</summary>
    private Candidate[] Candidates(Course course, DateTimeOffset now)
    {
        Candidate[] all = [.. course.Rows.Select(row => new Candidate(row, Share(row, course.Request.Outline), Wait(row, now)))];
        if (!all.Any(IsSticky) || _random.Chance(Exploration))
        {
            return all;
        }

        var longest = all.Min(candidate => candidate.Wait) + LongestPenalty;
        var prompt = all.Where(candidate => candidate.Wait <= longest).ToArray();
        return prompt.Any(IsSticky) ? [.. prompt.Where(IsSticky)] : prompt;
    }

    private static bool IsSticky(Candidate candidate) => candidate.Share >= StickyShare;

    private static double Score(Candidate candidate) =>
        candidate.Share + Math.Max(0, IdleScore * (1 - (candidate.Row.InFlight / LongestQueue)));

    private double Share(KeyState row, Outline outline)
    {
        var (matched, total, held) = (0, 0, RecordOf(row).Held);
        foreach (var (digest, tokens) in Hashed(outline))
        {
            matched += matched == total && held.Contains(digest) ? tokens : 0;
            total += tokens;
        }

        return total == 0 ? 0 : (double)matched / total;
    }

    private TimeSpan Wait(KeyState row, DateTimeOffset now) => RecordOf(row).FreeAt is var free && free > now ? free - now : TimeSpan.Zero;

    // When it is scheduled, not when it has been answered.
    private void Record(KeyState row, RoutingRequest request)
    {
        var record = RecordOf(row);
        record.UsedAt = ++_used;
        foreach (var (digest, tokens) in Hashed(request.Outline))
        {
            record.Held.Add(digest, (tokens + BlockTokens - 1) / BlockTokens);
        }
    }

    private static IEnumerable<(UInt128 Digest, int Tokens)> Hashed(Outline outline)
    {
        var left = HashedTokens;
        foreach (var block in outline.Blocks)
        {
            yield return (block.Digest, Math.Min(block.Size, left));
            if ((left -= block.Size) <= 0)
            {
                yield break;
            }
        }
    }

    private RowRecord RecordOf(KeyState row) => _records.TryGetValue(row, out var known) ? known : _records[row] = new RowRecord();

    private readonly record struct Candidate(KeyState Row, double Share, TimeSpan Wait);

    private sealed class RowRecord
    {
        public RecentBlocks Held { get; } = new(BlocksPerRow);

        /// <summary>Number of its last pick among all.</summary>
        public long UsedAt { get; set; }

        /// <summary>When the limit that it met last lets through again.</summary>
        public DateTimeOffset FreeAt { get; set; }
    }
}
