using System.Globalization;

namespace Warmpath.Gateway.Makers;

/// <summary>What is asked of a list: which part, and whatever else the query says.</summary>
/// <remarks>
/// Batches go on behind an id (<c>after_id</c>), files and skills by an opaque <c>page</c>, which the answer before gave as <c>next_page</c> (Anthropic's API
/// reference, list batches, list files and list skills, 2026-11). That of a list which is put together holds an id as well.
/// </remarks>
/// <param name="Limit">From 1 to what the provider lists at once; null where the things to be listed are named one by one.</param>
/// <param name="After">The id behind which the part begins; null: at the front.</param>
/// <param name="Before">The id before which the part ends; null unless <paramref name="After"/> is.</param>
/// <param name="Cursor">The parameter that named the one or the other; null when neither is there.</param>
/// <param name="Rest">The other parameters as they came, each with an ampersand before it.</param>
internal sealed record ListQuery(int? Limit, string? After, string? Before, string? Cursor, string Rest)
{
    private const int DefaultLimit = 20;
    private const string PagePrefix = "page_of_all_after_";

    /// <summary>The <c>page</c> that goes on behind an id.</summary>
    public static string PageAfter(string id) => PagePrefix + id;

    /// <param name="most">The most that the provider lists at once.</param>
    /// <returns>Null for what the provider would refuse: it says so best itself.</returns>
    public static ListQuery? Read(string query, int most)
    {
        var asked = new ListQuery(DefaultLimit, null, null, null, "");
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (Uri.UnescapeDataString(left), Uri.UnescapeDataString(right)) : (part, "");
            var next = name switch
            {
                "limit" => LimitOf(value, most) is { } limit ? asked with { Limit = limit } : null,
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

    private static int? LimitOf(string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most ? limit : null;
}
