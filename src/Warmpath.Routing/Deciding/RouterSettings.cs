namespace Warmpath.Routing.Deciding;

/// <summary>What people may set of routing while it runs. Replaced as a whole.</summary>
public sealed record RouterSettings
{
    /// <summary>Name of the policy that decides; see <see cref="Policies.RoutingPolicies.Live"/>.</summary>
    public string Policy { get; init; } = "cost-aware";
}
