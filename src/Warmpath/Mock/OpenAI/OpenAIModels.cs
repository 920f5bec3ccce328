using System.Text.Json.Nodes;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>OpenAI's models that the mock has, and <c>GET /v1/models[/{id}]</c> as OpenAI answers it: without pages.</summary>
internal static class OpenAIModels
{
    private const long Created = 1_767_225_600; // 2026-01-01, whichever model

    // Some of those on sale at the time of docs/catalog.md.
    private static readonly string[] All =
    [
        "gpt-6.2-astra", "gpt-6.2-sol", "gpt-6.1-terra", "gpt-6.1-sol", "gpt-6-luna", "gpt-6-sol", "gpt-6-astra", "gpt-5.6-sol", "gpt-5.6", "gpt-5.5",
        "gpt-5.4-mini", "gpt-5.3-codex", "gpt-5.2-codex", "gpt-5-mini", "gpt-5", "o3", "gpt-4.1", "gpt-4o", "gpt-4o-mini",
        "text-embedding-3-large", "text-embedding-3-small",
    ];

    public static bool Has(string model) => All.Contains(model);

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public static async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        if (call.Route.Id is { } id && !Has(id))
        {
            return OpenAIErrors.NoModel(id);
        }

        await call.Answer.WriteAsync(call.Route.Id is { } one
            ? Json(one)
            : new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. All.Select(Json)]) });
        return null;
    }

    private static JsonObject Json(string model) => new()
    {
        ["id"] = model,
        ["object"] = "model",
        ["created"] = Created,
        ["owned_by"] = "openai",
    };
}
