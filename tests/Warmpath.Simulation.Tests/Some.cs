using Warmpath.Routing.Limits;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Policies;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests;

/// <summary>Small traces and worlds.</summary>
internal static class Some
{
    public static World World(params OrganizationSpec[] organizations) => new() { Organizations = organizations };

    public static OrganizationSpec Organization(string name, long? requests = null, long? input = null, long? output = null) =>
        new(name) { Limits = new Dictionary<string, LimitSettings> { ["*"] = new(requests, input, output) } };

    /// <summary>A request of two marked blocks: a front of 5,000 tokens and one of its own.</summary>
    public static TraceDraft Draft(
        TraceBuilder trace, string session, double? at = null, double? think = null, int tokens = 1_000, int output = 60, string? stream = null, int[]? after = null)
    {
        var front = trace.Extend("sonnet", null, "front", 5_000);
        return new()
        {
            Session = session,
            Stream = stream,
            User = "u",
            Model = "claude-sonnet",
            At = at is { } due ? TimeSpan.FromSeconds(due) : null,
            Think = think is { } pause ? TimeSpan.FromSeconds(pause) : null,
            After = after,
            Prompt = trace.Extend("sonnet", front, $"{stream ?? session}.{tokens}", tokens),
            Breakpoints = [new(0, CacheLifetime.FiveMinutes), new(1, CacheLifetime.FiveMinutes)],
            OutputTokens = output,
        };
    }

    public static IReadOnlyList<RequestRecord> Run(Trace trace, World world, string policy, SimulationOptions? options = null) => SimulationRun.Run(
        trace, world, SimulatedPolicies.Create(policy, world, trace, 1), options ?? new(), null, TestContext.Current.CancellationToken);

    public static double Seconds(DateTimeOffset time) => (time - Simulation.Worlds.World.Start).TotalSeconds;
}
