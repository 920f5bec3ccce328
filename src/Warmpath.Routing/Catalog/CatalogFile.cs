using System.Text.Json;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Catalog;

/// <summary>What one catalogue file says, in the order of the file.</summary>
internal sealed record CatalogFile(
    IReadOnlyList<ModelEntry> Models,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, LimitSettings>> Tiers)
{
    private static readonly string[] PriceNames = ["input", "cacheWrite5m", "cacheWrite1h", "cacheRead", "output"];

    /// <exception cref="FormatException">The message names the path and what is expected there.</exception>
    public static CatalogFile Read(JsonElement json)
    {
        var root = new CatalogNode(json, "");
        root.AllowOnly("models", "tiers");
        return new(ReadModels(root.Optional("models")), ReadTiers(root.Optional("tiers")));
    }

    private static List<ModelEntry> ReadModels(CatalogNode? node)
    {
        var models = new List<ModelEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node?.Items() ?? [])
        {
            var model = ReadModel(item);
            if (model.Names.FirstOrDefault(name => !names.Add(name)) is { } repeated)
            {
                throw item.Fault($"a name of its own; `{repeated}` stands above already");
            }

            models.Add(model);
        }

        return models;
    }

    private static ModelEntry ReadModel(CatalogNode node)
    {
        node.AllowOnly("id", "aliases", "family", "class", "minimumCacheTokens", "thinking", "readsAreCharged", "prices", "source", "note");
        node.Required("source").Text();
        node.Optional("note")?.Text();
        var id = node.Required("id").Text();
        var modelClass = id == ModelEntry.AnyOther ? id : node.Required("class").Text();
        var minimum = (int)node.Required("minimumCacheTokens").Whole(int.MaxValue);
        var thinking = ReadThinking(node.Required("thinking"));
        var readsAreCharged = node.Optional("readsAreCharged")?.Truth() ?? false;
        var periods = ReadPeriods(node.Required("prices"), prices =>
        {
            var longPrompt = prices.Optional("longPrompt");
            longPrompt?.AllowOnly(["above", .. PriceNames]);
            return new()
            {
                Id = id,
                Class = modelClass,
                MinimumCacheTokens = minimum,
                Thinking = thinking,
                ReadsAreCharged = readsAreCharged,
                Prices = ReadPrices(prices),
                LongPromptPrices = longPrompt is { } other ? ReadPrices(other) : null,
                LongPromptTokens = longPrompt?.Required("above").Whole(int.MaxValue) ?? 0,
            };
        });
        var aliases = node.Optional("aliases")?.Items().Select(alias => alias.Text()) ?? [];
        return new(id, [.. aliases], node.Optional("family")?.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], periods);
    }

    private static ThinkingBinding ReadThinking(CatalogNode node) => node.Text() switch
    {
        "none" => ThinkingBinding.None,
        "prefix" => ThinkingBinding.Prefix,
        "account" => ThinkingBinding.Account,
        _ => throw node.Fault("`none`, `prefix` or `account`"),
    };

    private static ModelPeriod[] ReadPeriods(CatalogNode node, Func<CatalogNode, ModelFacts> facts)
    {
        var periods = new List<ModelPeriod>();
        foreach (var prices in node.Items())
        {
            prices.AllowOnly(["from", .. PriceNames, "longPrompt"]);
            var from = prices.Optional("from")?.Date() ?? DateTimeOffset.MinValue;
            if (periods.Count > 0 && from <= periods[^1].From)
            {
                throw prices.Fault("a `from` later than that of the prices before it");
            }

            periods.Add(new(from, facts(prices)));
        }

        return periods.Count > 0 ? [.. periods] : throw node.Fault("at least one set of prices");
    }

    private static ModelPrices ReadPrices(CatalogNode node) => new(
        node.Required("input").Dollars(),
        node.Required("cacheWrite5m").Dollars(),
        node.Required("cacheWrite1h").Dollars(),
        node.Required("cacheRead").Dollars(),
        node.Required("output").Dollars());

    private static Dictionary<string, IReadOnlyDictionary<string, LimitSettings>> ReadTiers(CatalogNode? node) =>
        node?.Members().ToDictionary(tier => tier.Name, tier => (IReadOnlyDictionary<string, LimitSettings>)ReadLimits(tier.Value)) ?? [];

    private static Dictionary<string, LimitSettings> ReadLimits(CatalogNode node) =>
        node.Members().ToDictionary(member => member.Name, member =>
        {
            var limits = member.Value;
            limits.AllowOnly("requestsPerMinute", "inputTokensPerMinute", "outputTokensPerMinute");
            return new LimitSettings(
                limits.Optional("requestsPerMinute")?.Whole(long.MaxValue),
                limits.Optional("inputTokensPerMinute")?.Whole(long.MaxValue),
                limits.Optional("outputTokensPerMinute")?.Whole(long.MaxValue));
        });
}
