using CsCheck;
using Warmpath.Mock.Resources;

namespace Warmpath.Tests.Mock.Resources;

public class PageTests
{
    private static readonly Item[] NewestFirst = [.. "edcba".Select(letter => new Item(letter.ToString()))];

    [Theory]
    [InlineData("", "edcba", false)]
    [InlineData("limit=2", "ed", true)]
    [InlineData("limit=2&after_id=d", "cb", true)]
    [InlineData("limit=2&after_id=c", "ba", false)]
    [InlineData("after_id=a", "", false)]
    [InlineData("limit=2&before_id=b", "dc", true)]
    [InlineData("limit=2&before_id=c", "ed", false)]
    [InlineData("before_id=e", "", false)]
    [InlineData("limit=2&page=page_d", "cb", true)]
    public void A_page_holds_what_is_next_to_the_cursor_newest_first(string query, string items, bool more)
    {
        var page = Page<Item>.Of(NewestFirst, PageQuery.Read(Values(query), out _)!, out _)!;

        Assert.Equal((items, more), (string.Concat(page.Items.Select(item => item.Id)), page.HasMore));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=few")]
    [InlineData("after_id=a&before_id=b")]
    [InlineData("after_id=a&page=page_b")]
    [InlineData("page=b")]
    public void A_query_that_makes_no_sense_is_400(string query)
    {
        Assert.Null(PageQuery.Read(Values(query), out var error));
        Assert.Equal((400, "invalid_request_error"), (error!.Status, error.Type));
    }

    [Theory]
    [InlineData("after_id=x")]
    [InlineData("before_id=x")]
    [InlineData("page=page_x")]
    [InlineData("after_id=")]
    public void A_cursor_that_the_list_has_not_is_404(string query)
    {
        Assert.Null(Page<Item>.Of(NewestFirst, PageQuery.Read(Values(query), out _)!, out var error));
        Assert.Equal((404, "not_found_error"), (error!.Status, error.Type));
    }

    [Fact]
    public void Page_by_page_in_either_direction_everything_is_seen_once() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 7], Gen.Bool).Sample((count, limit, backward) =>
        {
            Item[] all = [.. Enumerable.Range(0, count).Select(i => new Item($"i{i}"))];
            var seen = new List<Item>();

            // Backward there is no way to begin at the oldest but to know it.
            var cursor = backward && count > 0 ? all[^1].Id : null;
            Page<Item> page;
            do
            {
                page = Page<Item>.Of(all, new(limit, cursor, backward && cursor is not null), out _)!;
                seen.InsertRange(backward ? 0 : seen.Count, page.Items);
                cursor = page.Items.Length == 0 ? cursor : backward ? page.Items[0].Id : page.Items[^1].Id;
            }
            while (page.HasMore);

            Assert.Equal(backward ? all.SkipLast(1) : all, seen);
        });

    private static Dictionary<string, string> Values(string query) =>
        query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private sealed record Item(string Id) : IListed;
}
