using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Radzen;
using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.SignIn;
using Warmpath.Storage;

namespace Warmpath.Dashboard.Tests.SignIn;

public sealed class OperatorTests : IDisposable
{
    private readonly BunitContext _page = new();
    private readonly BunitAuthorizationContext _person;

    public OperatorTests()
    {
        _person = _page.AddAuthorization();
        _page.Services.AddScoped<Operator>().AddScoped<NotificationService>();
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

    [Fact]
    public async Task A_store_that_refuses_a_change_is_told_and_breaks_no_page()
    {
        _person.SetAuthorized("someone").SetRoles("admin");
        var operators = _page.Services.GetRequiredService<Operator>();
        await Assert.ThrowsAsync<OperationCanceledException>( // a page's handler ends with it, and the page goes on
            () => operators.ActAsync(() => Task.FromException<int>(new StoreException("Free some space."))));
        var told = Assert.Single(_page.Services.GetRequiredService<NotificationService>().Messages);
        Assert.Equal((NotificationSeverity.Error, "Free some space."), (told.Severity, told.Summary));
    }

    public void Dispose() => _page.Dispose();

    private async Task RefusedAsync()
    {
        var acted = false;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _page.Services.GetRequiredService<Operator>().ActAsync(() => Task.FromResult(acted = true)));
        Assert.False(acted);
    }
}
