using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Warmpath.Dashboard.Keys;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;

namespace Warmpath.Dashboard.Tests.Keys;

public sealed class KeyPageTests : IDisposable
{
    private readonly BunitContext _page = new();
    private readonly TaskCompletionSource<StatusJson> _look = new();

    public KeyPageTests()
    {
        _page.AddAuthorization();
        _page.Services.AddSingleton(new FleetFeed(_ => _look.Task, TimeProvider.System, NullLogger<FleetFeed>.Instance));
        _page.Renderer.SetRendererInfo(new("Static", isInteractive: false)); // as it is written for the first answer
    }

    [Theory]
    [InlineData("key_acme-1", "acme-1")]
    [InlineData("key_nosuch", "No such key")]
    public void Nothing_is_said_of_a_key_before_the_first_look(string id, string heading)
    {
        var shown = _page.Render<KeyPage>(parameters => parameters.Add(page => page.Id, id));
        Assert.Empty(shown.Markup); // what says that there is no such key makes the page's status 404, and that stays

        _look.SetResult(Some.Status(Some.Now) with { Keys = [Some.Key("acme-1")] });
        shown.WaitForAssertion(() => Assert.Equal(heading, shown.Find("h1").TextContent));
    }

    [Theory]
    [InlineData(Providers.Anthropic, "Anthropic", "Workspace")]
    [InlineData(Providers.OpenAI, "OpenAI", "Project")]
    public void A_key_tells_whose_it_is_in_that_providers_words(string provider, string name, string part)
    {
        _look.SetResult(Some.Status(Some.Now) with { Keys = [Some.Key("one", provider: provider)] });
        var shown = _page.Render<KeyPage>(parameters => parameters.Add(page => page.Id, "key_one"));

        shown.WaitForAssertion(() => Assert.Equal(name, shown.FindAll("dl.pairs dd")[0].TextContent));
        Assert.Contains(part, shown.FindAll("dl.pairs dt").Select(term => term.TextContent));
    }

    public void Dispose() => _page.Dispose();
}
