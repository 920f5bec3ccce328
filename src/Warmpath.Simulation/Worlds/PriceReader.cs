using System.Text.Json;
using Warmpath.Routing.Catalog;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads the <c>prices</c> of an organizations file: by model class all five as a list, or some of them by name.</summary>
internal static class PriceReader
{
    private const decimal Most = 1_000_000;

    private static readonly string[] Names = ["input", "write_5m", "write_1h", "read", "output"];

    /// <returns>Those of <paramref name="world"/>, save what is given.</returns>
    public static Dictionary<string, ModelPrices> Read(JsonElement classes, World world)
    {
        var prices = new Dictionary<string, ModelPrices>(world.Prices);
        foreach (var given in Fields.Members(classes, "an object by model class"))
        {
            prices[given.Name] = Fields.In($"prices of {given.Name}", () => given.Value.ValueKind == JsonValueKind.Array
                ? Whole(given.Value)
                : Partly(given.Value, world.PricesOf(given.Name)));
        }

        return prices;
    }

    private static ModelPrices Whole(JsonElement list) => list.GetArrayLength() == Names.Length
        ? Of([.. list.EnumerateArray().Zip(Names, Price)])
        : throw new TraceFormatException($"{string.Join(", ", Names)} are expected, $ per million tokens");

    private static ModelPrices Partly(JsonElement given, ModelPrices before)
    {
        _ = Fields.Members(given, Names);
        decimal[] five = [before.Input, before.CacheWrite5m, before.CacheWrite1h, before.CacheRead, before.Output];
        return Of([.. Names.Zip(five, (name, price) => Fields.Has(given, name) ? Price(Fields.Of(given, name), name) : price)]);
    }

    private static ModelPrices Of(decimal[] five) => new(five[0], five[1], five[2], five[3], five[4]);

    private static decimal Price(JsonElement field, string name) =>
        field.ValueKind == JsonValueKind.Number && field.TryGetDecimal(out var price) && price is >= 0 and <= Most
            ? price
            : throw new TraceFormatException($"{name}: a number from 0 to {Most} is expected, $ per million tokens");
}
