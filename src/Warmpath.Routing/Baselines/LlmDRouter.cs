using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Baselines;

/// <summary>llm-d's scheduler: prefix score plus load score, over the first 4,096 tokens of a prompt (field-notes.md 2.4).</summary>
/// <remarks>Its break on a time penalty needs an expected wait that keys do not tell, so it is left out.</remarks>
internal sealed class LlmDRouter(IReadOnlyList<KeyConfig> keys, ulong seed) : BaselineRouter(keys)
{
    /// <summary>At most 256 blocks of 16 tokens are hashed.</summary>
    private const int HashedTokens = 256 * 16;

    private const double StickyShare = 0.8;
    private const double Exploration = 0.01;
    private const double IdleScore = 0.5;
    private const double LongestQueue = 128;

    private readonly SeededRandom _random = new(seed);
    private readonly Dictionary<(KeyState Row, UInt128 Digest), bool> _held = [];
    private readonly Dictionary<KeyState, long> _usedAt = [];
    private long _used;

    protected override KeyState Pick(Course course, DateTimeOffset now)
    {
        var shares = course.Rows.Select(row => (Row: row, Share: Share(row, course.Request))).ToArray();
        var best = shares.MaxBy(candidate => candidate.Share);
        var chosen = best.Share >= StickyShare && !_random.Chance(Exploration) ? shares.Where(candidate => candidate.Share >= StickyShare).MaxBy(Score).Row
            : best.Share <= 0 ? course.Rows.MinBy(row => _usedAt.GetValueOrDefault(row))! // at least one row
            : shares.MaxBy(Score).Row;
        Record(chosen, course.Request);
        return chosen;
    }

    private static double Score((KeyState Row, double Share) candidate) =>
        candidate.Share + Math.Max(0, IdleScore * (1 - (candidate.Row.InFlight / LongestQueue)));

    private double Share(KeyState row, RoutingRequest request)
    {
        var (matched, total) = (0, 0);
        foreach (var block in request.Outline.Blocks)
        {
            if (total >= HashedTokens)
            {
                break;
            }

            if (matched == total && _held.ContainsKey((row, block.Digest)))
            {
                matched += block.Size;
            }

            total += block.Size;
        }

        return total == 0 ? 0 : (double)Math.Min(matched, HashedTokens) / Math.Min(total, HashedTokens);
    }

    // When it is scheduled, not when it has been answered.
    private void Record(KeyState row, RoutingRequest request)
    {
        _usedAt[row] = ++_used;
        var total = 0;
        foreach (var block in request.Outline.Blocks)
        {
            if (total >= HashedTokens)
            {
                break;
            }

            _held[(row, block.Digest)] = true;
            total += block.Size;
        }
    }
}
