using System.Globalization;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Resources;

/// <summary>Which page of a list a call asks for.</summary>
/// <param name="Limit">How many it shows at most: 1 to 1,000.</param>
/// <param name="Cursor">The id from which on; null = from the newest one on.</param>
/// <param name="Backward">Towards the newer ones.</param>
internal sealed record PageQuery(int Limit, string? Cursor, bool Backward)
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 1000;
    private const string PagePrefix = "page_";

    /// <summary>The <c>page</c> that goes on after this id. The provider's are opaque; the mock's hold the id.</summary>
    public static string PageAfter(string id) => PagePrefix + id;

    /// <summary>
    /// Reads <c>limit</c>, 20 unless given, and one of <c>after_id</c> (older ones), <c>before_id</c> (newer ones) and <c>page</c>, which is
    /// how lists of files go on since they are no beta any more (the SDK's FileListParams, 2026-11).
    /// </summary>
    /// <returns>The query, or null with the provider's error.</returns>
    public static PageQuery? Read(IReadOnlyDictionary<string, string> query, out ProviderError? error)
    {
        var after = query.GetValueOrDefault("after_id");
        var before = query.GetValueOrDefault("before_id");
        var page = query.GetValueOrDefault("page");
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit))
        {
            error = ProviderError.InvalidRequest($"limit: has to be from 1 to {MaximumLimit}");
            return null;
        }

        if (new[] { after, before, page }.Count(cursor => cursor is not null) > 1)
        {
            error = ProviderError.InvalidRequest("Only one of after_id, before_id and page may be given");
            return null;
        }

        if (page?.StartsWith(PagePrefix, StringComparison.Ordinal) == false)
        {
            error = ProviderError.InvalidRequest("page: has to be the next_page of an earlier answer");
            return null;
        }

        error = null;
        return new(limit, after ?? before ?? page?[PagePrefix.Length..], Backward: before is not null);
    }
}
