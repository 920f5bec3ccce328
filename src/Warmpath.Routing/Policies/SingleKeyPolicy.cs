namespace Warmpath.Routing.Policies;

/// <summary>Everything goes through the first key by id and waits for it; the next serves only when that cannot in time.</summary>
internal sealed class SingleKeyPolicy : RankingPolicy
{
    public const string PolicyName = "single-key";

    public override string Name => PolicyName;

    protected override int Compare(in Question question, in Candidate a, in Candidate b) => 0;
}
