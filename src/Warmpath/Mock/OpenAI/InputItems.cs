using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>Items of a response's <c>input</c>: messages, calls of tools and what they gave, reasoning.</summary>
internal static class InputItems
{
    /// <summary>The items of an <c>input</c>, a string being one message of the user's.</summary>
    /// <returns>Null when it is neither a string nor a list of objects; none when it is absent.</returns>
    public static JsonElement[]? Read(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var input) || input.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return input.ValueKind switch
        {
            JsonValueKind.String => [JsonSerializer.SerializeToElement(new { role = "user", content = input.GetString() })],
            JsonValueKind.Array when input.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) =>
                [.. input.EnumerateArray().Select(item => item.Clone())],
            _ => null,
        };
    }

    public static bool IsMessage(JsonElement item) => (item.Text("type") ?? "message") == "message";

    /// <summary>Whether the model made it.</summary>
    public static bool IsModels(JsonElement item) => IsMessage(item)
        ? item.Text("role") == "assistant"
        : item.Text("type") is { } type && (type == "reasoning" || type.EndsWith("_call", StringComparison.Ordinal));

    /// <summary>What a tool gave.</summary>
    public static bool IsToolOutput(JsonElement item) => item.Text("type")?.EndsWith("_call_output", StringComparison.Ordinal) == true;

    /// <summary>The text of an item's member: a string, or its parts that have text, joined by line ends.</summary>
    public static string TextOf(JsonElement item, string member) =>
        item.Text(member) ?? string.Join('\n', item.Elements(member).Select(part => part.Text("text")).OfType<string>());

    /// <summary>An item as its prompt has it: what clients leave out, or write in another way, when they send it again is the same there.</summary>
    public static JsonObject Canonical(JsonElement item)
    {
        if (!IsMessage(item))
        {
            return Without(item, "id", "status");
        }

        var role = item.Text("role");
        var text = item.Text("content") is { } plain ? new JsonArray(Part(role, plain)) : null;
        JsonNode?[] parts =
        [
            .. item.Elements("content").Select(part => part.ValueKind == JsonValueKind.Object ? Without(part, "annotations", "logprobs") : null),
        ];
        return new() { ["role"] = role, ["content"] = text ?? new JsonArray(parts) };
    }

    /// <summary>An item as lists show it: with an id, and a message with parts.</summary>
    public static JsonElement Stored(JsonElement item)
    {
        var stored = IsMessage(item) ? Canonical(item) : Without(item);
        var type = IsMessage(item) ? "message" : item.Text("type");
        stored["type"] = type;
        stored["id"] = item.Text("id") ?? MockIds.New(type == "message" ? "msg_" : "item_");
        stored["status"] = "completed";
        return JsonSerializer.SerializeToElement(stored, MockJson.Provider);
    }

    private static JsonObject Part(string? role, string text) => new() { ["type"] = role == "assistant" ? "output_text" : "input_text", ["text"] = text };

    private static JsonObject Without(JsonElement item, params string[] names)
    {
        var copy = new JsonObject();
        foreach (var member in item.EnumerateObject().Where(member => !names.Contains(member.Name)))
        {
            copy[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        }

        return copy;
    }
}
