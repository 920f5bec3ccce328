using Warmpath.Routing.Catalog;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Worlds;

/// <summary>What the requests of a trace meet: organizations with their limits, prices, and the provider's ways.</summary>
public sealed record World
{
    /// <summary>Virtual time starts here. Any date will do; it is fixed so that the same seed gives the same bytes.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public required IReadOnlyList<OrganizationSpec> Organizations { get; init; }

    public ProviderParameters Provider { get; init; } = new();

    /// <summary>By model class; <c>*</c> = any other.</summary>
    public IReadOnlyDictionary<string, ModelPrices> Prices { get; init; } = DefaultPrices;

    /// <summary>How long a refusal takes to come back.</summary>
    public TimeSpan RefusalLatency { get; init; } = TimeSpan.FromSeconds(0.2);

    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>Those of simulation.md.</summary>
    public static IReadOnlyDictionary<string, ModelPrices> DefaultPrices { get; } = new Dictionary<string, ModelPrices>
    {
        ["sonnet"] = new(3m, 3.75m, 6m, 0.30m, 15m),
        ["opus"] = new(5m, 6.25m, 10m, 0.50m, 25m),
        ["haiku"] = new(1m, 1.25m, 2m, 0.10m, 5m),
        ["*"] = new(3m, 3.75m, 6m, 0.30m, 15m),
    };

    public ModelPrices PricesOf(string modelClass) => Prices.GetValueOrDefault(modelClass) ?? Prices.GetValueOrDefault("*") ?? DefaultPrices["*"];

    /// <summary>The same trace's world of one organization without limits.</summary>
    public World Unlimited() => this with { Organizations = [new OrganizationSpec("unlimited")], Outages = [] };
}
