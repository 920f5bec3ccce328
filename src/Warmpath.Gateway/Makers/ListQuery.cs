using System.Globalization;

namespace Warmpath.Gateway.Makers;

/// <summary>What is asked of a list: which part, and whatever else the query says.</summary>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="After">The id behind which the part begins; null: at the front.</param>
/// <param name="Before">The id before which the part ends; null unless <paramref name="After"/> is.</param>
/// <param name="Rest">The other parameters as they came, each with an ampersand before it.</param>
internal sealed record ListQuery(int Limit, string? After, string? Before, string Rest)
{
    /// <summary>The most that the provider gives at once (Anthropic's API reference, list batches and list files, 2026).</summary>
    public const int MaximumLimit = 1000;

    private const int DefaultLimit = 20;

    /// <returns>Null for what the provider would refuse: it says so best itself.</returns>
    public static ListQuery? Read(string query)
    {
        var (limit, rest) = (DefaultLimit, "");
        string? after = null, before = null;
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (part, "");
            switch (name)
            {
                case "limit" when !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit:
                    return null;
                case "limit":
                    break;
                case "after_id":
                    after = value;
                    break;
                case "before_id":
                    before = value;
                    break;
                default:
                    rest += "&" + part;
                    break;
            }
        }

        return after is not null && before is not null ? null : new(limit, after, before, rest);
    }

    /// <summary>The query for one workspace.</summary>
    public string Of(int limit, string? after) =>
        string.Create(CultureInfo.InvariantCulture, $"?limit={limit}{(after is null ? "" : "&after_id=" + Uri.EscapeDataString(after))}{Rest}");
}
