using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>
/// A page of items as OpenAI lists them: <c>limit</c> (20 unless given, 1 to 100), <c>order</c> (newest first unless <c>asc</c>), <c>after</c>.
/// </summary>
internal static class ItemList
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 100;

    /// <param name="items">Oldest first, each with an id.</param>
    /// <returns>The list, or null with the provider's error.</returns>
    public static JsonObject? Of(JsonElement[] items, IReadOnlyDictionary<string, string> query, out ProviderError? error)
    {
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text) && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit))
        {
            error = OpenAIErrors.InvalidRequest($"Invalid 'limit': expected a number from 1 to {MaximumLimit}.", "limit");
            return null;
        }

        JsonElement[] ordered = query.GetValueOrDefault("order") == "asc" ? items : [.. items.Reverse()];
        var after = query.GetValueOrDefault("after");
        var start = after is null ? 0 : 1 + Array.FindIndex(ordered, item => item.Text("id") == after);
        if (after is not null && start == 0)
        {
            error = OpenAIErrors.InvalidRequest($"There is no item '{after}' to go on from.", "after");
            return null;
        }

        error = null;
        JsonElement[] page = [.. ordered.Skip(start).Take(limit)];
        return Json(page, hasMore: start + page.Length < ordered.Length);
    }

    public static JsonObject Json(JsonElement[] page, bool hasMore = false) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. page.Select(item => JsonSerializer.SerializeToNode(item))]),
        ["first_id"] = page.Select(item => item.Text("id")).FirstOrDefault(),
        ["last_id"] = page.Select(item => item.Text("id")).LastOrDefault(),
        ["has_more"] = hasMore,
    };
}
