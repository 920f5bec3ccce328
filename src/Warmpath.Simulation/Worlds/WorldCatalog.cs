using System.Text.Json;
using Warmpath.Routing.Catalog;

namespace Warmpath.Simulation.Worlds;

/// <summary>The catalogue that routing decides by in a world: its model classes with the world's prices and minimum size.</summary>
public static class WorldCatalog
{
    public static ModelCatalog Of(World world, IEnumerable<string> modelClasses)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var modelClass in modelClasses.Distinct())
            {
                Write(json, modelClass, world);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return ModelCatalog.Parse(buffer.WrittenSpan, ModelCatalog.BuiltIn);
    }

    private static void Write(Utf8JsonWriter json, string modelClass, World world)
    {
        var prices = world.PricesOf(modelClass);
        json.WriteStartObject();
        json.WriteString("id", modelClass);
        json.WriteString("class", modelClass);
        json.WriteNumber("minimumCacheTokens", world.Provider.MinimumOf(modelClass));
        json.WriteString("thinking", "none");
        json.WriteStartArray("prices");
        json.WriteStartObject();
        json.WriteNumber("input", prices.Input);
        json.WriteNumber("cacheWrite5m", prices.CacheWrite5m);
        json.WriteNumber("cacheWrite1h", prices.CacheWrite1h);
        json.WriteNumber("cacheRead", prices.CacheRead);
        json.WriteNumber("output", prices.Output);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("source", "the simulated world");
        json.WriteEndObject();
    }
}
