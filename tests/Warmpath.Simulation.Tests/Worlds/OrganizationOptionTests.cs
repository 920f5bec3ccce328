using Warmpath.Routing.Limits;
using Warmpath.Simulation.Traces;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Tests.Worlds;

public class OrganizationOptionTests
{
    [Fact]
    public void Limits_keys_and_workspaces_are_given_by_name()
    {
        var acme = OrganizationOption.Parse("acme:rpm=1000,itpm=450000,otpm=90000,keys=4,workspaces=2");

        Assert.Equal("acme", acme.Name);
        Assert.Equal(new LimitSettings(1000, 450_000, 90_000), acme.Limits["*"]);
        Assert.Equal(["acme-1", "acme-2", "acme-3", "acme-4"], acme.Keys.Select(key => key.Name));
        Assert.Equal(["default", "w2", "default", "w2"], acme.Keys.Select(key => key.Workspace));
    }

    [Theory]
    [InlineData("start", "start")]
    [InlineData("acme:Build", "acme")]
    public void A_tier_gives_its_limits(string text, string name)
    {
        var organization = OrganizationOption.Parse(text);

        Assert.Equal(name, organization.Name);
        Assert.Equal(text == "start" ? 2_000_000 : 5_000_000, organization.Limits["*"].InputTokensPerMinute);
        Assert.Equal(name, Assert.Single(organization.Keys).Name);
    }

    [Fact]
    public void What_is_not_given_is_not_limited() =>
        Assert.Equal(new LimitSettings(null, 9_000, null), OrganizationOption.Parse("a:itpm=9000").Limits["*"]);

    [Theory]
    [InlineData("acme:rpm=0")]
    [InlineData("acme:rpm=x")]
    [InlineData("acme:speed=9")]
    [InlineData("acme:keys=1001")]
    [InlineData("acme:huge")]
    [InlineData("nobody")]
    [InlineData(":start")]
    public void Anything_else_is_refused_with_the_option_named(string text) =>
        Assert.Contains(text, Assert.Throws<TraceFormatException>(() => OrganizationOption.Parse(text)).Message, StringComparison.Ordinal);
}
