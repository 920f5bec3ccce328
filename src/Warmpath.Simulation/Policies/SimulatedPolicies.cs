using Warmpath.Routing;
using Warmpath.Routing.Baselines;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Policies;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Policies;

/// <summary>What <c>--policy</c> may name: the gateway's own policies, and what others do.</summary>
public static class SimulatedPolicies
{
    public const string CostAware = "cost-aware";

    /// <summary>The gateway with one of its other policies: it waits and fails over for the client, where the plain baseline does not.</summary>
    private const string Held = "warmpath/";

    public static IReadOnlyList<string> Names { get; } =
    [
        CostAware,
        .. BaselineRouters.Names,
        .. RoutingPolicies.Live.Where(name => name != CostAware).Select(name => Held + name),
    ];

    /// <returns>What the project behind a policy does not document and is taken to do here, for people to read; empty when there is nothing.</returns>
    public static IReadOnlyList<string> AssumptionsOf(string name) => BaselineRouters.AssumptionsOf(name);

    /// <returns>A new router that knows the world's keys by name, and has yet to learn their organizations and limits from answers.</returns>
    /// <exception cref="ArgumentException">There is no such policy; the message names those that there are.</exception>
    public static IRouter Create(string name, World world, Trace trace, ulong seed)
    {
        var keys = world.Organizations.SelectMany(organization => organization.Keys.Select(key => new KeyConfig
        {
            Id = new(key.Id ?? key.Name),
            Name = key.Name,
            Provider = "anthropic",
            BaseUrl = "http://simulated",
            OrganizationName = key.Id is null ? null : organization.Name, // a recorded gateway's: it knew what belongs together
        })).ToList();
        if (BaselineRouters.Names.Contains(name))
        {
            return BaselineRouters.Create(name, keys, new()
            {
                Seed = seed,
                MinimumCacheTokens = world.Provider.MinimumCacheTokens,
                ContentOf = new TraceContents(trace).Of,
            });
        }

        var policy = name.StartsWith(Held, StringComparison.Ordinal) ? name[Held.Length..] : name;
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"There is no policy '{name}'. There are: {string.Join(", ", Names)}.", nameof(name));
        }

        var catalog = WorldCatalog.Of(world, trace.Requests.Select(request => request.ModelClass));
        var router = new Router(catalog, new RouterSettings { Policy = policy, InitialTokensPerUnit = 1 });
        foreach (var key in keys)
        {
            router.SetKey(key, World.Start);
        }

        return router;
    }
}
