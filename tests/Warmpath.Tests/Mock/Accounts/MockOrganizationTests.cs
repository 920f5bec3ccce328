using Warmpath.Mock.Accounts;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;

namespace Warmpath.Tests.Mock.Accounts;

public class MockOrganizationTests
{
    [Fact]
    public void A_limit_given_holds_for_every_model_class_and_the_rest_is_the_tier_s()
    {
        var organization = MockOrganization.Parse("acme:rpm=10,itpm=2000", MockTier.Start);

        Assert.Equal("acme", organization.Name);
        Assert.Equal(new LimitSettings(10, 2000, 400_000), organization.Limits["sonnet-4"]);
        Assert.Equal(new LimitSettings(10, 2000, 100_000), organization.Limits["fable-5"]);
    }

    [Theory]
    [InlineData("start", 2000, 1000, 500)]
    [InlineData("build", 4000, 2000, 500)]
    [InlineData("scale", 8000, 4000, 500)]
    public void What_is_no_model_s_keeps_the_tier_s_limit_whatever_is_given(string tier, long counts, long batches, long files)
    {
        var organization = MockOrganization.Parse($"acme:{tier},rpm=10,workspaces=2,workspace-rpm=5", MockTier.Start);

        foreach (var (apart, limit) in new[] { (MockTier.CountTokens, counts), (MockTier.Batches, batches), (MockTier.Files, files) })
        {
            Assert.Equal(new LimitSettings(limit, null, null), organization.Spec().LimitsOf(null, apart));
            Assert.Equal(LimitSettings.Unknown, organization.Spec().LimitsOf("workspace-2", apart));
        }
    }

    [Theory]
    [InlineData("acme:build", "acme", 5_000_000)]
    [InlineData("acme:Build,itpm=7", "acme", 7)]
    [InlineData("acme:itpm=7,build", "acme", 7)]
    [InlineData("scale", "scale", 10_000_000)]
    [InlineData("acme", "acme", 2_000_000)]
    public void A_tier_is_named_as_simulate_names_it(string text, string name, long input)
    {
        var organization = MockOrganization.Parse(text, MockTier.Start);

        Assert.Equal((name, input), (organization.Name, organization.Limits["sonnet-5-5"].InputTokensPerMinute));
    }

    [Fact]
    public void Keys_and_workspaces_are_counted()
    {
        var organization = MockOrganization.Parse("acme:keys=3,workspaces=2,checks-thinking=1", MockTier.Start);

        Assert.Equal((3, 2, true), (organization.Keys, organization.Workspaces, organization.ChecksThinking));
        Assert.Equal(
            ["acme-1: default", "acme-2: workspace-2", "acme-3: default", "acme-all: default workspace-2"],
            new MockKeyRing([organization]).Keys.Select(key => $"{key.Name}: {string.Join(' ', key.Workspaces)}"));
    }

    [Fact]
    public void Workspaces_but_the_default_one_may_have_lower_limits()
    {
        var spec = MockOrganization.Parse("acme:workspaces=2,itpm=2000,workspace-itpm=500", MockTier.Start).Spec();

        Assert.Equal(new LimitSettings(null, 500, null), spec.LimitsOf("workspace-2", "sonnet-4"));
        Assert.Null(spec.LimitsOf("default", "sonnet-4"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":rpm=1")]
    [InlineData("a b")]
    [InlineData("acme:rpm")]
    [InlineData("acme:rpm=")]
    [InlineData("acme:rpm=0")]
    [InlineData("acme:rpm=-1")]
    [InlineData("acme:keys=0")]
    [InlineData("acme:speed=1")]
    [InlineData("acme:huge")]
    [InlineData("acme:checks-thinking=2")]
    public void What_is_no_organization_is_refused(string text) =>
        Assert.Throws<FormatException>(() => MockOrganization.Parse(text, MockTier.Start));

    [Fact]
    public void Every_model_is_limited_in_every_tier() => Assert.All(
        MockTier.All,
        tier => Assert.All(MockModels.All, model =>
            Assert.Contains(ModelCatalog.BuiltIn.Facts(model.Id, JumpingTime.Start).Class, tier.Limits.Keys)));

    [Fact]
    public void Ids_stay_the_same_and_differ_between_organizations_and_workspaces()
    {
        var ids = new[] { MockIds.Workspace("a", "x"), MockIds.Workspace("a", "y"), MockIds.Workspace("b", "x") };

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(MockIds.Workspace("a", "x"), ids[0]);
        Assert.NotEqual(MockIds.Organization("a"), MockIds.Organization("b"));
    }
}
