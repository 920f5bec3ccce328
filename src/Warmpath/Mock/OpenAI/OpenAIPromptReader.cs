using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.OpenAI;

/// <summary>Reads the prompts of responses and chat completions. Safe for several threads.</summary>
/// <param name="responses">Those that requests can go on from.</param>
/// <param name="conversations">The same.</param>
internal sealed class OpenAIPromptReader(ResourceStore<StoredResponse> responses, ResourceStore<MockConversation> conversations)
{
    private readonly TokenCounts _tokens = new();

    /// <summary>Of a body of <c>/v1/responses</c>: all that it goes on from is part of it.</summary>
    /// <returns>The prompt, or null with the provider's error.</returns>
    public OpenAIPrompt? ReadResponse(MockCall call, DateTimeOffset now, out ProviderError? error)
    {
        if (Check(call, PromptFormat.OpenAI, out error) is null || call.Json is not { } root || Before(call, root, out error) is not { } before)
        {
            return null;
        }

        if (InputItems.Read(root, "input") is not { } input)
        {
            error = OpenAIErrors.InvalidRequest("Invalid type for 'input': expected a string or a list of items.", "input", "invalid_type");
            return null;
        }

        JsonElement[] items = [.. before, .. input];
        var body = ResponseBody.Read(root, items);
        error = items.Length == 0 ? OpenAIErrors.Missing("input")
            : IsForeign(call, items) ? OpenAIErrors.ForeignReasoning
            : TooShort(body, "max_output_tokens");
        return error is null ? Prompt(OutlineReader.Read(Compose(root, items), PromptFormat.OpenAI, out _)!, body, input, before, now) : null;
    }

    /// <summary>Of a body of <c>/v1/chat/completions</c>.</summary>
    /// <returns>The prompt, or null with the provider's error.</returns>
    public OpenAIPrompt? ReadChat(MockCall call, DateTimeOffset now, out ProviderError? error)
    {
        if (Check(call, PromptFormat.OpenAI, out error) is not { } outline || call.Json is not { } root)
        {
            return null;
        }

        var body = ChatBody.Read(root);
        error = root.Elements("messages").Any() ? TooShort(body, "max_completion_tokens") : OpenAIErrors.Missing("messages");
        return error is null ? Prompt(outline, body, [], [], now) : null;
    }

    /// <summary>Whether the body can be read, and there is such a model.</summary>
    /// <returns>The body's own outline, or null with the provider's error.</returns>
    public static Outline? Check(MockCall call, PromptFormat format, out ProviderError? error)
    {
        var outline = OutlineReader.Read(call.Body, format, out var fault);
        error = outline is null || call.Json is null ? OpenAIErrors.InvalidRequest(fault?.Message ?? "We could not parse the JSON body of your request.")
            : OpenAIModels.Has(outline.Model) ? null
            : OpenAIErrors.NoModel(outline.Model);
        return error is null ? outline : null;
    }

    private static ProviderError? TooShort(MessageBody body, string name) =>
        body.MaxTokens < 1 ? OpenAIErrors.InvalidRequest($"Invalid '{name}': expected a number above 0.", name, "integer_below_min_value") : null;

    private OpenAIPrompt Prompt(Outline outline, MessageBody body, JsonElement[] input, JsonElement[] before, DateTimeOffset now) => new(
        outline, body, ModelCatalog.BuiltIn.Facts(outline.Model, now), _tokens.Count(outline.Blocks), [.. input.Select(InputItems.Stored)], before);

    private JsonElement[]? Before(MockCall call, JsonElement root, out ProviderError? error)
    {
        var previous = root.Text("previous_response_id");
        var conversation = ConversationOf(root);
        error = previous is not null && conversation is not null
            ? OpenAIErrors.InvalidRequest(
                "Mutually exclusive parameters: provide one of 'previous_response_id' and 'conversation'.",
                "previous_response_id",
                "mutually_exclusive_parameters")
            : null;
        if (error is not null || (previous ?? conversation) is not { } id)
        {
            return error is null ? [] : null;
        }

        var items = previous is not null ? responses.Find(call.WorkspaceId, id)?.Items : conversations.Find(call.WorkspaceId, id)?.Items;
        error = items is not null ? null : previous is not null ? OpenAIErrors.NoPrevious(id) : OpenAIErrors.NoConversation(id);
        return items;
    }

    /// <summary>The conversation that a body names: its id, or an object that has it.</summary>
    public static string? ConversationOf(JsonElement root) =>
        root.Text("conversation") ?? (root.TryGetProperty("conversation", out var conversation) ? conversation.Text("id") : null);

    // Those that the mock did not encrypt pass: it cannot judge them.
    private static bool IsForeign(MockCall call, JsonElement[] items) => items.Any(item =>
        item.Text("type") == "reasoning"
        && ThinkingSignature.Parse(item.Text("encrypted_content")) is { } signature && signature.OrganizationId != call.Key.OrganizationId);

    /// <summary>The body that the client would have sent, had it sent all and in one way: what is cached is told by that.</summary>
    private static byte[] Compose(JsonElement root, JsonElement[] items)
    {
        var body = new JsonObject { ["model"] = root.Text("model") };
        foreach (var name in (string[])["tools", "tool_choice", "instructions", "stream", "store"])
        {
            if (root.TryGetProperty(name, out var value))
            {
                body[name] = JsonSerializer.SerializeToNode(value);
            }
        }

        body["input"] = new JsonArray([.. items.Select(InputItems.Canonical)]);
        return MockJson.Bytes(body);
    }
}
