using System.Text;
using Warmpath.Gateway.Makers;

namespace Warmpath.Gateway.Tests.Makers;

public class ListQueryTests
{
    [Theory]
    [InlineData("", 20, null, null, "")]
    [InlineData("?", 20, null, null, "")]
    [InlineData("?limit=5&beta=true&x=%2F", 5, null, null, "&beta=true&x=%2F")]
    [InlineData("?after_id=a%20b", 20, "a b", null, "")]
    [InlineData("?before_id=b&limit=1000", 1000, null, "b", "")]
    [InlineData("?page=page_of_all_after_file_1", 20, "file_1", null, "")]
    [InlineData("?ids[]=a&ids%5B%5D=b", null, null, null, "&ids[]=a&ids%5B%5D=b")]
    public void A_query_is_read_and_what_is_not_about_the_part_stays_as_it_came(string query, int? limit, string? after, string? before, string rest)
    {
        var asked = ListQuery.Read(query, 1000);
        Assert.Equal((limit, after, before, rest), (asked?.Limit, asked?.After, asked?.Before, asked?.Rest));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=many")]
    [InlineData("?after_id=a&before_id=b")]
    [InlineData("?page=page_of_theirs")]
    public void What_the_provider_would_refuse_is_left_to_it(string query) => Assert.Null(ListQuery.Read(query, 1000));

    [Theory]
    [InlineData("""{"data":[{"id":"a 1"}],"has_more":true}""", "?limit=7&after_id=a%201&beta=true")]
    [InlineData("""{"data":[{"id":"a"}],"next_page":"page_2"}""", "?limit=7&page=page_2&beta=true")]
    [InlineData("""{"data":[],"next_page":null}""", "?limit=7&beta=true")]
    public void The_next_page_is_asked_for_as_the_one_before_says(string before, string query)
    {
        var page = new ListPage();
        page.Read(Encoding.UTF8.GetBytes(before));
        Assert.Equal(query, ListQuery.Read("?beta=true", 1000)!.Of(7, page));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[1]}""")]
    [InlineData("""{"data":[{"name":"no id"}]}""")]
    [InlineData("""{"data":[""")]
    public void What_is_no_list_is_none(string json)
    {
        var page = new ListPage();
        page.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((true, null), (page.IsAnswered, page.Items));
    }
}
