namespace Warmpath.Routing.Policies;

/// <summary>A lineage stays at home, however long it has to wait there; a new one goes where it can go soonest, then to the emptiest.</summary>
internal sealed class SessionStickyPolicy : RankingPolicy
{
    public const string PolicyName = "session-sticky";

    public override string Name => PolicyName;

    protected override int Compare(in Question question, in Candidate a, in Candidate b) =>
        (!a.AtHome, a.Key != question.Lineage.Key, a.Delay, a.Key.Organization.Lineages)
            .CompareTo((!b.AtHome, b.Key != question.Lineage.Key, b.Delay, b.Key.Organization.Lineages));
}
