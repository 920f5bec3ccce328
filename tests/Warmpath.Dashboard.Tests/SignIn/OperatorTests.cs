using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.SignIn;

namespace Warmpath.Dashboard.Tests.SignIn;

public sealed class OperatorTests : IDisposable
{
    private readonly BunitContext _page = new();
    private readonly BunitAuthorizationContext _person;

    public OperatorTests()
    {
        _person = _page.AddAuthorization();
        _page.Services.AddScoped<Operator>();
        _page.Services.AddSingleton(new FleetFeed(_ => Task.FromResult(Some.Status(Some.Now)), TimeProvider.System, NullLogger<FleetFeed>.Instance));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("anything else")]
    public async Task Whoever_is_no_administrator_changes_nothing(string role)
    {
        _person.SetAuthorized("someone").SetRoles(role);
        await RefusedAsync();
    }

    [Fact]
    public async Task Nobody_changes_nothing()
    {
        _person.SetNotAuthorized();
        await RefusedAsync();
    }

    [Fact]
    public async Task An_administrator_changes_things_until_the_session_ends()
    {
        _person.SetAuthorized("someone").SetRoles("admin");
        var operators = _page.Services.GetRequiredService<Operator>();
        Assert.Equal(7, await operators.ActAsync(() => Task.FromResult(7)));

        _person.SetNotAuthorized();
        await RefusedAsync();
    }

    public void Dispose() => _page.Dispose();

    private async Task RefusedAsync()
    {
        var acted = false;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _page.Services.GetRequiredService<Operator>().ActAsync(() => Task.FromResult(acted = true)));
        Assert.False(acted);
    }
}
