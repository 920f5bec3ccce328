using System.Text.Json.Nodes;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Resources;

/// <summary>A page of a list.</summary>
/// <param name="Items">Newest first, whatever the direction.</param>
/// <param name="HasMore">Whether there are more in the direction that was asked for.</param>
internal sealed record Page<T>(T[] Items, bool HasMore)
    where T : class, IListed
{
    /// <returns>
    /// The items next to the cursor: after it the older ones, before it the newer ones. Null with a 404 for a cursor that is not in the
    /// list, be it deleted or another workspace's: whoever went on from there would miss some or see all of them again.
    /// </returns>
    public static Page<T>? Of(IReadOnlyList<T> newestFirst, PageQuery query, out ProviderError? error)
    {
        error = null;
        var at = -1;
        if (query.Cursor is { } cursor)
        {
            at = newestFirst.TakeWhile(item => item.Id != cursor).Count();
            if (at == newestFirst.Count)
            {
                error = ProviderError.NotFound($"The list has no {cursor} to go on from");
                return null;
            }
        }

        T[] rest = query.Backward ? [.. newestFirst.Take(at)] : [.. newestFirst.Skip(at + 1)];
        T[] items = [.. query.Backward ? rest.TakeLast(query.Limit) : rest.Take(query.Limit)];
        return new(items, HasMore: rest.Length > items.Length);
    }

    public JsonObject Json(Func<T, JsonObject> item) => new()
    {
        ["data"] = new JsonArray([.. Items.Select(item)]),
        ["has_more"] = HasMore,
        ["first_id"] = Items.FirstOrDefault()?.Id,
        ["last_id"] = Items.LastOrDefault()?.Id,
    };
}
