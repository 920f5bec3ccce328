using Bunit;
using Warmpath.Dashboard.Overview;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;

namespace Warmpath.Dashboard.Tests.Overview;

public sealed class OrganizationCardTests : IDisposable
{
    private readonly BunitContext _page = new();

    [Theory]
    [InlineData(1, "One key.")]
    [InlineData(2, "These two keys share one limit.")]
    [InlineData(5, "These 5 keys share one limit.")]
    public void Keys_of_one_organization_stand_together_and_say_that_they_share_a_limit(int keys, string text)
    {
        var card = Render([.. Enumerable.Range(1, keys).Select(number => Some.Key($"acme-{number}"))]);
        Assert.Contains(text, card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_ends_by_itself_counts_down()
    {
        var card = Render([Some.Key("acme-1", KeyStatus.Throttled, Some.Now.AddSeconds(34))]);
        Assert.Equal("throttled, 34 s left", card.Find(".keys .tag").TextContent);

        card.Render(parameters => parameters.Add(it => it.Now, Some.Now.AddSeconds(1)));
        Assert.Equal("throttled, 33 s left", card.Find(".keys .tag").TextContent);
    }

    [Fact]
    public void Nothing_is_drawn_anew_while_nothing_changes()
    {
        var card = Render([Some.Key("acme-1")]);
        var drawn = card.RenderCount;
        card.Render(parameters => parameters.Add(it => it.Now, Some.Now.AddSeconds(1)).Add(it => it.Organization, Some.Organization("acme-1")));
        Assert.Equal(drawn, card.RenderCount);

        card.Render(parameters => parameters.Add(it => it.Organization, Some.Organization("acme-1") with { LineagesAtHome = 1 }));
        Assert.True(card.RenderCount > drawn);
    }

    [Fact]
    public void A_hostile_name_is_text()
    {
        var card = Render([Some.Key(Some.HostileName)]);
        Assert.Empty(card.FindAll("script"));
        Assert.DoesNotContain('\u202e', card.Find(".keys a").TextContent);
        Assert.Contains("alert", card.Find(".keys a").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_keys_those_that_do_not_work_are_seen()
    {
        var keys = Enumerable.Range(1, 500).Select(number => Some.Key($"acme-{number}")).Append(Some.Key("broken", KeyStatus.Invalid)).ToArray();
        var card = Render(keys);
        Assert.Contains("broken", card.Find(".keys").TextContent, StringComparison.Ordinal);
        Assert.True(card.FindAll(".keys li").Count < 20);
        Assert.Contains("more keys", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_limit_is_a_meter_with_its_numbers()
    {
        var organization = Some.Organization("acme-1") with
        {
            Headroom = new Dictionary<string, HeadroomJson> { ["sonnet-5-5"] = new(new BucketView(60, 6), new BucketView(60_000, -5), null) },
        };
        var card = Render(organization, [Some.Key("acme-1")]);
        var meters = card.FindAll("[role=meter]");

        Assert.Equal(["6 of 60", "0 of 60K"], meters.Select(meter => meter.GetAttribute("aria-valuetext")));
        Assert.Contains("not known yet", card.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sonnet-5-5", "Left of the limits for sonnet-5-5")]
    [InlineData("*", "Left of the limits for every model")]
    [InlineData("count_tokens", "Left of the limits for counting tokens")]
    public void Limits_say_what_they_are_for(string limitClass, string text)
    {
        var headroom = new Dictionary<string, HeadroomJson> { [limitClass] = new(new BucketView(60, 6), null, null) };
        Assert.Equal(text, Render(Some.Organization("acme-1") with { Headroom = headroom }, [Some.Key("acme-1")]).Find(".pool > .muted").TextContent);
    }

    [Fact]
    public void Without_a_known_limit_the_card_says_so_once() =>
        Assert.Contains("No answer has told its limits yet.", Render([Some.Key("acme-1")]).Markup, StringComparison.Ordinal);

    [Fact]
    public void A_workspaces_own_limits_stand_under_its_keys_and_only_those_that_it_has()
    {
        var own = new Dictionary<string, HeadroomJson> { ["*"] = new(null, new BucketView(60_000, 25_000), null) };
        var organization = Some.Organization("acme-1", "acme-2") with { Workspaces = [new WorkspaceLimitsJson("wrkspc_2", own)] };
        var card = Render(organization, [Some.Key("acme-1"), Some.Key("acme-2", workspace: "wrkspc_2")]);

        var meter = Assert.Single(card.FindAll("[role=meter]"));
        Assert.Equal(("acme, workspace wrkspc_2, input", "25K of 60K"), (meter.GetAttribute("aria-label"), meter.GetAttribute("aria-valuetext")));
        Assert.Equal("Workspace wrkspc_2", card.FindAll(".workspace")[1].TextContent);
        Assert.Equal("acme-2", card.Find(".pool").PreviousElementSibling!.QuerySelector("a")!.TextContent); // after the keys that it limits

        var drawn = card.RenderCount;
        own = new() { ["*"] = new(null, new BucketView(60_000, 24_000), null) };
        card.Render(parameters => parameters.Add(it => it.Organization, organization with { Workspaces = [new WorkspaceLimitsJson("wrkspc_2", own)] }));
        Assert.True(card.RenderCount > drawn);
    }

    public void Dispose() => _page.Dispose();

    private IRenderedComponent<OrganizationCard> Render(KeyJson[] keys) => Render(Some.Organization([.. keys.Select(key => key.Name)]), keys);

    private IRenderedComponent<OrganizationCard> Render(OrganizationJson organization, KeyJson[] keys) => _page.Render<OrganizationCard>(parameters => parameters
        .Add(card => card.Organization, organization).Add(card => card.Keys, keys).Add(card => card.Now, Some.Now));
}
