using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>Keys and what they open, in plain words; for pages and the terminal.</summary>
public static class KeyWords
{
    /// <summary>Such as <c>throttled, 34 s left</c>.</summary>
    public static string State(KeyStatus state, DateTimeOffset? until, DateTimeOffset now) =>
        Plain(state) + (until is { } end && end > now ? $", {Admin.Plain.Span(end - now)} left" : "");

    /// <summary>What people call the organization or workspace, else the provider's id.</summary>
    public static string Name(PoolId pool) => pool.Name ?? pool.Id ?? "not known yet";

    /// <summary>What the provider calls the part of an organization that a key opens.</summary>
    public static string Workspace(string provider) => provider == Providers.OpenAI ? "Project" : "Workspace";

    private static string Plain(KeyStatus state) => AdminNames.Of(state).Replace('_', ' ');
}
