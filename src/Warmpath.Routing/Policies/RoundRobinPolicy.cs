using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Policies;

/// <summary>The key that was used longest ago, of those that can serve now; when none can, the one that can soonest.</summary>
internal sealed class RoundRobinPolicy : RankingPolicy
{
    public const string PolicyName = "round-robin";

    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<KeyState, Turn> _turns = [];
    private long _turn;

    public override string Name => PolicyName;

    protected override int Compare(in Question question, in Candidate a, in Candidate b) =>
        (a.Delay, TurnOf(a)).CompareTo((b.Delay, TurnOf(b)));

    protected override void Chosen(in Candidate candidate)
    {
        if (candidate.Delay == TimeSpan.Zero)
        {
            _turns.GetOrAdd(candidate.Key, _ => new Turn()).Last = ++_turn;
        }
    }

    private long TurnOf(in Candidate candidate) => _turns.TryGetValue(candidate.Key, out var turn) ? turn.Last : 0;

    private sealed class Turn
    {
        public long Last { get; set; }
    }
}
