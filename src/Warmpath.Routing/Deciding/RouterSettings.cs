namespace Warmpath.Routing.Deciding;

/// <summary>What people may set of routing while it runs. Replaced as a whole.</summary>
public sealed record RouterSettings
{
    /// <summary>Name of the policy that decides; see <see cref="Policies.RoutingPolicies.Live"/>.</summary>
    public string Policy { get; init; } = "cost-aware";

    /// <summary>
    /// Tokens per unit of <see cref="Outlines.Block.Size"/> before the first answer of a model: about 0.28 for bytes of English and code;
    /// 1 where sizes are tokens already, as in traces. Read once, when the router is made.
    /// </summary>
    public double InitialTokensPerUnit { get; init; } = 0.28;
}
