using System.Text.Json.Serialization;
using Warmpath.Routing.Catalog;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>What the world of a recording was like, besides its organizations.</summary>
/// <param name="MinTokens">The smallest prefix that is cached; absent when nothing was recorded.</param>
/// <param name="Prices">By class of models: input, write for five minutes, for an hour, read, output; $ per million tokens.</param>
/// <param name="RefusalLatency">Seconds; absent when no refusal was recorded.</param>
public sealed record TraceParametersJson(
    [property: JsonPropertyName("min_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MinTokens,
    IReadOnlyDictionary<string, IReadOnlyList<decimal>> Prices,
    [property: JsonPropertyName("refusal_latency"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RefusalLatency)
{
    /// <param name="requests">How many there are of each model. Of a class the model with the most speaks for all.</param>
    /// <param name="at">When the prices held.</param>
    public static TraceParametersJson Of(IReadOnlyDictionary<string, int> requests, ModelCatalog catalog, DateTimeOffset at, double? refusalLatency)
    {
        var models = requests.OrderByDescending(model => model.Value)
            .Select(model => (Class: TraceFleetJson.ClassOf(model.Key), Facts: catalog.Facts(model.Key, at))).ToLookup(model => model.Class, model => model.Facts);
        return new(
            models.SelectMany(model => model).Select(facts => (int?)facts.MinimumCacheTokens).Max(),
            models.ToDictionary(model => model.Key, model => PricesOf(model.First().Prices)),
            refusalLatency);
    }

    private static IReadOnlyList<decimal> PricesOf(ModelPrices prices) =>
        [prices.Input, prices.CacheWrite5m, prices.CacheWrite1h, prices.CacheRead, prices.Output];
}
