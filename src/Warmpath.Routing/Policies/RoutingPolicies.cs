namespace Warmpath.Routing.Policies;

/// <summary>The policies by name.</summary>
public static class RoutingPolicies
{
    /// <summary>Those that make sense for live traffic, the default first.</summary>
    public static readonly IReadOnlyList<string> Live =
        [CostAware, SessionStickyPolicy.PolicyName, RoundRobinPolicy.PolicyName, SingleKeyPolicy.PolicyName];

    private const string CostAware = "cost-aware";

    /// <exception cref="ArgumentException">There is no such policy; the message names those that there are.</exception>
    internal static IRoutingPolicy Create(string name) => name switch
    {
        CostAware => new CostAwarePolicy(),
        SessionStickyPolicy.PolicyName => new SessionStickyPolicy(),
        RoundRobinPolicy.PolicyName => new RoundRobinPolicy(),
        SingleKeyPolicy.PolicyName => new SingleKeyPolicy(),
        _ => throw new ArgumentException($"There is no policy '{name}'. There are: {string.Join(", ", Live)}.", nameof(name)),
    };
}
