using Bunit;
using Warmpath.Dashboard.Overview;
using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Routing;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Tests.Overview;

public sealed class OtherWaysTests : IDisposable
{
    private readonly BunitContext _page = new();

    [Fact]
    public void Nothing_is_claimed_before_something_was_counted() => Assert.Equal("", Render(Some.Counterfactual).Markup.Trim());

    [Fact]
    public void What_is_an_estimate_says_so_and_says_how_far_off_it_is()
    {
        var today = new CounterfactualJson(Way(4), Way(5), Way(9), Way(6));
        var card = Render(new CounterfactualStatusJson(today, today, Skipped: 3));

        Assert.Equal(["As it was, measured", "Round-robin, estimated", "A single key, estimated"], card.FindAll("tbody th").Select(row => row.TextContent));
        Assert.Contains("$9.00", card.Markup, StringComparison.Ordinal);
        Assert.Contains("The same model puts what really happened at $5.00, 25.0% off.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("3 requests since start could not be estimated", card.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "Every line is of all of today's requests.")]
    [InlineData(14, "Every line is of the same 10 of today's 14 requests:")]
    public void It_says_how_many_of_todays_requests_it_covers(long requests, string text)
    {
        var today = new CounterfactualJson(Way(4), Way(5), Way(9), Way(6));
        Assert.Contains(text, Render(new CounterfactualStatusJson(today, today, Skipped: 0), requests).Find("p").TextContent, StringComparison.Ordinal);
    }

    public void Dispose() => _page.Dispose();

    private static WayJson Way(long dollars) => WayJson.Of(default(CounterfactualTotals) with
    {
        Requests = 10, Tokens = new Usage(1, 1, 0, 98, 10), CostNanodollars = dollars * 1_000_000_000,
    });

    private IRenderedComponent<OtherWays> Render(CounterfactualStatusJson ways, long requests = 10) =>
        _page.Render<OtherWays>(parameters => parameters.Add(it => it.Ways, ways).Add(it => it.Requests, requests));
}
