namespace Warmpath.Routing.Policies;

/// <summary>The policies by name.</summary>
public static class RoutingPolicies
{
    /// <summary>Those that make sense for live traffic, the default first.</summary>
    public static readonly IReadOnlyList<string> Live = ["cost-aware"];
}
