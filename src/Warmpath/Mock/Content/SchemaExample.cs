using System.Text.Json;
using System.Text.Json.Nodes;

namespace Warmpath.Mock.Content;

/// <summary>The smallest plausible value for a JSON schema, as far as structured output knows schemas.</summary>
internal static class SchemaExample
{
    private const int MaximumDepth = 32;

    public static JsonNode? Of(JsonElement schema, string name = "answer", int depth = 0)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaximumDepth)
        {
            return null;
        }

        if (schema.TryGetProperty("const", out var only))
        {
            return JsonNode.Parse(only.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            return JsonNode.Parse(choices[0].GetRawText());
        }

        return TypeOf(schema) switch
        {
            "string" => $"Mock {name}",
            "integer" or "number" => 1,
            "boolean" => false,
            "array" => new JsonArray(),
            "null" => null,
            _ => ObjectOf(schema, depth),
        };
    }

    private static JsonObject ObjectOf(JsonElement schema, int depth)
    {
        var value = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in required.EnumerateArray().Select(element => element.GetString()!))
            {
                value[name] = properties.TryGetProperty(name, out var property) ? Of(property, name, depth + 1) : null;
            }
        }

        return value;
    }

    /// <summary>Of several types the first.</summary>
    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        return type.ValueKind == JsonValueKind.Array ? type[0].GetString() : type.GetString();
    }
}
