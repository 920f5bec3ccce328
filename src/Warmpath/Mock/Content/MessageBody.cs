using System.Text.Json;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Content;

/// <summary>What the mock reads of a body to answer it, here of Anthropic's Messages; the prompt's shape is the outline's matter.</summary>
internal sealed class MessageBody
{
    /// <summary>Null when absent, which only counting tokens may leave out.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Names of the tools on offer.</summary>
    public required IReadOnlySet<string> Tools { get; init; }

    /// <summary>The schema in <c>output_config.format</c>, or its like at OpenAI; null when the answer is free.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The text blocks of the last message whose role is <c>user</c>, joined by line ends.</summary>
    public required string LastUserText { get; init; }

    /// <summary>The texts of that message's tool results, joined likewise; null when it has none.</summary>
    public string? ToolResults { get; init; }

    /// <summary>The thinking blocks of the whole conversation, in order.</summary>
    public required IReadOnlyList<ThinkingBlock> Thinking { get; init; }

    /// <summary>A thinking block and where it stands: <c>messages.{Message}.content.{Content}</c>.</summary>
    public sealed record ThinkingBlock(int Message, int Content, string? Signature);

    /// <param name="root">A JSON object.</param>
    /// <returns>The body, or null with the provider's error.</returns>
    public static MessageBody? Read(JsonElement root, out ProviderError? error)
    {
        if (!root.TryGetProperty("messages", out var messages)
            || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            error = ProviderError.InvalidRequest("messages: at least one message is required");
            return null;
        }

        error = null;
        var lastUser = messages.EnumerateArray().LastOrDefault(message => message.Text("role") == "user");
        var results = Blocks(lastUser).Where(block => block.Text("type") == "tool_result").Select(TextOf).ToArray();
        return new()
        {
            MaxTokens = root.Number("max_tokens"),
            Tools = root.Elements("tools").Select(tool => tool.Text("name")).OfType<string>().ToHashSet(),
            OutputSchema = SchemaOf(root),
            LastUserText = lastUser.ValueKind == JsonValueKind.Undefined ? "" : TextOf(lastUser),
            ToolResults = results.Length == 0 ? null : string.Join('\n', results),
            Thinking = [.. ThinkingOf(messages)],
        };
    }

    /// <summary>The text of whatever has <c>content</c>: a string, or its text blocks.</summary>
    private static string TextOf(JsonElement holder)
    {
        if (holder.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        return string.Join('\n', Blocks(holder).Where(block => block.Text("type") == "text").Select(block => block.Text("text")));
    }

    private static IEnumerable<ThinkingBlock> ThinkingOf(JsonElement messages) =>
        messages.EnumerateArray().SelectMany((message, m) => Blocks(message)
            .Select((block, c) => (Block: block, Content: c))
            .Where(place => place.Block.Text("type") is "thinking" or "redacted_thinking")
            .Select(place => new ThinkingBlock(m, place.Content, place.Block.Text("signature"))));

    private static JsonElement? SchemaOf(JsonElement root) =>
        root.TryGetProperty("output_config", out var config) && config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty("format", out var format) && format.Text("type") == "json_schema"
        && format.TryGetProperty("schema", out var schema)
            ? schema
            : null;

    private static JsonElement.ArrayEnumerator Blocks(JsonElement holder) => holder.Elements("content");
}
