using System.Globalization;

namespace Warmpath.Gateway.Makers;

/// <summary>What is asked of a list: which part, and whatever else the query says.</summary>
/// <remarks>
/// Batches go on behind an id (<c>after_id</c>), files by an opaque <c>page</c>, which the answer before gave as <c>next_page</c> (Anthropic's API
/// reference, list batches and list files, 2026-11). That of a list which is put together holds an id as well.
/// </remarks>
/// <param name="Limit">1 to 1,000; null where the things to be listed are named one by one.</param>
/// <param name="After">The id behind which the part begins; null: at the front.</param>
/// <param name="Before">The id before which the part ends; null unless <paramref name="After"/> is.</param>
/// <param name="Cursor">The parameter that named the one or the other; null when neither is there.</param>
/// <param name="Rest">The other parameters as they came, each with an ampersand before it.</param>
internal sealed record ListQuery(int? Limit, string? After, string? Before, string? Cursor, string Rest)
{
    /// <summary>The most that the provider gives at once.</summary>
    public const int MaximumLimit = 1000;

    private const int DefaultLimit = 20;
    private const string PagePrefix = "page_of_all_after_";

    /// <summary>The <c>page</c> that goes on behind an id.</summary>
    public static string PageAfter(string id) => PagePrefix + id;

    /// <returns>Null for what the provider would refuse: it says so best itself.</returns>
    public static ListQuery? Read(string query)
    {
        var asked = new ListQuery(DefaultLimit, null, null, null, "");
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (Uri.UnescapeDataString(left), Uri.UnescapeDataString(right)) : (part, "");
            var next = name switch
            {
                "limit" => LimitOf(value) is { } limit ? asked with { Limit = limit } : null,
                "after_id" or "before_id" or "page" when asked.Cursor is not null => null,
                "after_id" => asked with { After = value, Cursor = name },
                "before_id" => asked with { Before = value, Cursor = name },
                "page" => value.StartsWith(PagePrefix, StringComparison.Ordinal) ? asked with { After = value[PagePrefix.Length..], Cursor = name } : null,
                "ids[]" or "ids" => asked with { Limit = null, Rest = $"{asked.Rest}&{part}" },
                _ => asked with { Rest = $"{asked.Rest}&{part}" },
            };
            if (next is null)
            {
                return null;
            }

            asked = next;
        }

        return asked;
    }

    /// <summary>The query for one workspace's page.</summary>
    /// <param name="limit">Null: without.</param>
    /// <param name="before">The page before; null for the first.</param>
    public string Of(int? limit, ListPage? before)
    {
        var query = limit is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&limit={limit}");
        if (before is { NextPage: { } page })
        {
            query += "&page=" + Uri.EscapeDataString(page);
        }
        else if (before is { Items: [.., var last] })
        {
            query += "&after_id=" + Uri.EscapeDataString(last.Id);
        }

        return (query + Rest) is { Length: > 0 } all ? "?" + all[1..] : "";
    }

    private static int? LimitOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaximumLimit ? limit : null;
}
