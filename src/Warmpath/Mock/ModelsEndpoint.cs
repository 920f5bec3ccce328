using System.Globalization;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Http;

namespace Warmpath.Mock;

/// <summary><c>GET /v1/models</c>, with <c>limit</c> and <c>after_id</c>, and <c>GET /v1/models/{id}</c> (providers.md 4).</summary>
internal static class ModelsEndpoint
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 1000;

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public static async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        if (MockRoute.ModelIn(call.Path) is not { } id)
        {
            return await ListAsync(call);
        }

        if (MockModels.Find(id) is not { } model)
        {
            return new(StatusCodes.Status404NotFound, "not_found_error", $"model: {id}");
        }

        await call.Answer.WriteAsync(Json(model));
        return null;
    }

    private static async Task<ProviderError?> ListAsync(MockCall call)
    {
        var limit = DefaultLimit;
        if (call.Query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit))
        {
            return ProviderError.InvalidRequest($"limit: has to be from 1 to {MaximumLimit}");
        }

        var rest = call.Query.TryGetValue("after_id", out var after)
            ? [.. MockModels.All.SkipWhile(model => model.Id != after).Skip(1)]
            : MockModels.All;
        MockModel[] page = [.. rest.Take(limit)];
        await call.Answer.WriteAsync(new JsonObject
        {
            ["data"] = new JsonArray([.. page.Select(Json)]),
            ["has_more"] = rest.Count > page.Length,
            ["first_id"] = page.FirstOrDefault()?.Id,
            ["last_id"] = page.LastOrDefault()?.Id,
        });
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
