using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;

namespace Warmpath.Mock.Accounts;

/// <summary>The provider's standard limits by model class: the catalogue's, and one for counting tokens (providers.md 1.2).</summary>
public sealed record MockTier(string Name, IReadOnlyDictionary<string, LimitSettings> Limits)
{
    /// <summary>The class under which counting tokens is limited: by requests alone, apart from messages.</summary>
    public const string CountTokens = "count_tokens";

    public static MockTier Start { get; } = Of("start", counts: 2_000);

    public static IReadOnlyList<MockTier> All { get; } = [Start, Of("build", counts: 4_000), Of("scale", counts: 8_000)];

    private static MockTier Of(string name, long counts)
    {
        var limits = ModelCatalog.BuiltIn.Tier(name) ?? throw new InvalidOperationException($"The catalogue has no tier {name}.");
        return new(name, new Dictionary<string, LimitSettings>(limits) { [CountTokens] = new(counts, null, null) });
    }
}
