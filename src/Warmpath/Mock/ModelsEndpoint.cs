using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock;

/// <summary><c>GET /v1/models</c>, by pages, and <c>GET /v1/models/{id}</c> (providers.md 4).</summary>
internal static class ModelsEndpoint
{
    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public static async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        if (call.Route.Id is not { } id)
        {
            return await ListAsync(call);
        }

        if (MockModels.Find(id) is not { } model)
        {
            return ProviderError.NotFound($"model: {id}");
        }

        await call.Answer.WriteAsync(Json(model));
        return null;
    }

    private static async Task<ProviderError?> ListAsync(MockCall call)
    {
        if (PageQuery.Read(call.Query, out var error) is not { } query
            || Page<MockModel>.Of(MockModels.All, query, out error) is not { } page)
        {
            return error;
        }

        await call.Answer.WriteAsync(page.Json(Json));
        return null;
    }

    private static JsonObject Json(MockModel model) => new()
    {
        ["type"] = "model",
        ["id"] = model.Id,
        ["display_name"] = model.DisplayName,
        ["created_at"] = "2026-01-01T00:00:00Z",
        ["max_input_tokens"] = 1_000_000,
        ["max_tokens"] = 128_000,
    };
}
