using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Warmpath.Dashboard.Keys;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin.Status;

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

    public void Dispose() => _page.Dispose();
}
