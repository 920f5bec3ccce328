using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Accounts;

/// <summary>The provider's standard limits (providers.md 1.2).</summary>
public sealed record MockTier(string Name, IReadOnlyDictionary<string, LimitSettings> Limits)
{
    /// <summary>The class under which counting tokens is limited: by requests alone, apart from messages.</summary>
    public const string CountTokens = "count_tokens";

    public static MockTier Start { get; } = Tier("start", new(1_000, 2_000_000, 400_000), new(1_000, 500_000, 100_000), 2_000);

    public static MockTier Build { get; } = Tier("build", new(5_000, 5_000_000, 1_000_000), new(2_000, 1_500_000, 300_000), 4_000);

    public static MockTier Scale { get; } = Tier("scale", new(10_000, 10_000_000, 2_000_000), new(4_000, 4_000_000, 800_000), 8_000);

    public static IReadOnlyList<MockTier> All { get; } = [Start, Build, Scale];

    private static MockTier Tier(string name, LimitSettings others, LimitSettings fable, long counts) => new(
        name,
        new Dictionary<string, LimitSettings>
        {
            [OrganizationSpec.AnyClass] = others,
            ["fable-5"] = fable,
            [CountTokens] = new(counts, null, null),
        });
}
