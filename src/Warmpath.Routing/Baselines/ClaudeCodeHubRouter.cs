using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>claude-code-hub: the row that answered the longest known prefix of a conversation (field-notes.md 2.3).</summary>
/// <remarks>
/// Its boundaries are messages; an outline's are blocks, and its digests cover the model.
/// </remarks>
/// <param name="boundaries">How many ends of messages are looked up, the last first; 1 to 64.</param>
internal sealed class ClaudeCodeHubRouter(IReadOnlyList<KeyConfig> keys, ulong seed, int boundaries = 8) : BaselineRouter(keys)
{
    /// <summary>What it does not document, and this takes it to do.</summary>
    public static readonly string[] Assumptions =
    [
        "no circuit breaker, since its figures are not known",
        "400, 413 and 422 go to the client; every other error is tried elsewhere",
    ];

    private const int MostSwitches = 3;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private static readonly TimeSpan TombstoneLife = TimeSpan.FromMinutes(1);

    private readonly SeededRandom _random = new(seed);
    private readonly Dictionary<(string Client, UInt128 Digest), Binding> _bindings = [];

    protected override KeyState? Pick(Course course, DateTimeOffset now)
    {
        if (course.Redials > 0)
        {
            return course.Row;
        }

        if (Deepest(course.Request, now) is { } binding && !course.Left.Contains(binding.Row))
        {
            binding.Until = now + Life;
            return binding.Row;
        }

        var usable = course.Rows.Where(row => !course.Left.Contains(row)).ToArray();
        return usable.Length == 0 ? null : usable[_random.Below(usable.Length)];
    }

    // The tip alone: the next turn finds it some boundaries back.
    protected override void Finished(Course course, KeyState row, Usage? usage, DateTimeOffset now)
    {
        var (request, blocks) = (course.Request, course.Request.Outline.Blocks);
        if (blocks.Length <= request.Outline.FrontBlocks)
        {
            return;
        }

        // Who came later and was faster has the newer generation, which an older request does not overwrite.
        var tip = (request.Client, blocks[^1].Digest);
        if (!_bindings.TryGetValue(tip, out var known) || known.WrittenAt <= request.ArrivedAt)
        {
            _bindings[tip] = new Binding(row, now) { Until = now + Life };
        }
    }

    protected override NextStep Refused(Course course, KeyState row, UpstreamFailure failure, DateTimeOffset now)
    {
        if (failure.Status is 400 or 413 or 422)
        {
            return NextStep.ReturnAnswer;
        }

        var answered = failure.Status is > 0;
        if (!answered && course.Redials == 0)
        {
            course.Redials = 1;
            return NextStep.DecideAgain;
        }

        if (Deepest(course.Request, now) is { } old && old.Row == row)
        {
            old.BuriedUntil = now + TombstoneLife;
        }

        course.Redials = 0;
        course.Left.Add(row);
        return course.Left.Count <= MostSwitches && course.Left.Count < course.Rows.Length ? NextStep.DecideAgain : NextStep.ReturnAnswer;
    }

    private Binding? Deepest(RoutingRequest request, DateTimeOffset now)
    {
        var outline = request.Outline;
        var first = Math.Max(outline.FrontBlocks, outline.Blocks.Length - boundaries); // never tools and system alone
        for (var i = outline.Blocks.Length - 1; i >= first; i--)
        {
            if (_bindings.TryGetValue((request.Client, outline.Blocks[i].Digest), out var binding) && binding.Until > now && binding.BuriedUntil <= now)
            {
                return binding;
            }
        }

        return null;
    }

    private sealed class Binding(KeyState row, DateTimeOffset writtenAt)
    {
        public KeyState Row { get; } = row;

        public DateTimeOffset WrittenAt { get; } = writtenAt;

        public DateTimeOffset Until { get; set; }

        /// <summary>A failover has left a tombstone on it: not used until then.</summary>
        public DateTimeOffset BuriedUntil { get; set; }
    }
}
