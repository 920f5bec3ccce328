using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Accounts;

/// <summary>The provider's standard limits by model class: the catalogue's, and those <see cref="Apart"/> (providers.md 1.2).</summary>
public sealed record MockTier(string Name, IReadOnlyDictionary<string, LimitSettings> Limits)
{
    /// <summary>The class under which counting tokens is limited: by requests alone, apart from messages.</summary>
    public const string CountTokens = "count_tokens";

    /// <summary>The same of all calls of message batches, whatever the batches hold.</summary>
    public const string Batches = "batches";

    /// <summary>The same of all calls of files.</summary>
    public const string Files = "files";

    /// <summary>The classes that are no model's.</summary>
    public static IReadOnlyCollection<string> Apart { get; } = [CountTokens, Batches, Files];

    public static MockTier Start { get; } = Of("start", counts: 2_000, batches: 1_000);

    public static IReadOnlyList<MockTier> All { get; } =
        [Start, Of("build", counts: 4_000, batches: 2_000), Of("scale", counts: 8_000, batches: 4_000)];

    private static MockTier Of(string name, long counts, long batches)
    {
        var limits = ModelCatalog.BuiltIn.Tier(name) ?? throw new InvalidOperationException($"The catalogue has no tier {name}.");
        return new(name, new Dictionary<string, LimitSettings>(limits)
        {
            // OpenAI's models, which the catalogue's tiers do not name: as much as the tier has of anything.
            [OrganizationSpec.AnyClass] = limits.Values.MaxBy(limit => limit.InputTokensPerMinute) ?? LimitSettings.Unknown,
            [CountTokens] = new(counts, null, null),
            [Batches] = new(batches, null, null),
            [Files] = new(500, null, null), // about, and of every tier
        });
    }
}
