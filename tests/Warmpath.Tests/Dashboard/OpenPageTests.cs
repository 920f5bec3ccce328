using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Warmpath.Dashboard;
using Warmpath.Dashboard.SignIn;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Dashboard;

public class OpenPageTests
{
    [Fact]
    public async Task An_open_page_learns_that_its_password_was_replaced_and_changes_nothing_more()
    {
        await using var fleet = await Fleet.StartAsync();
        var passwords = fleet.Gateway.Services.GetRequiredService<Passwords>();
        await passwords.SetAsync("admin", "an administrator's password", CancellationToken.None);

        await using var page = (await fleet.Gateway.Services.GetRequiredService<DashboardApplication>().ServicesAsync()).CreateAsyncScope();
        var person = await fleet.Gateway.Services.GetRequiredService<Sessions>().OpenAsync("an administrator's password", CancellationToken.None);
        var state = page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)state).SetAuthenticationState(Task.FromResult(new AuthenticationState(person!))); // the password is right
        var here = page.ServiceProvider.GetRequiredService<Operator>();
        Assert.True(await here.MayChangeAsync());

        Task<AuthenticationState>? told = null;
        state.AuthenticationStateChanged += changed => told = changed;
        await passwords.SetAsync("admin", "another administrator's password", CancellationToken.None);

        Assert.False((await told!).User.Identity!.IsAuthenticated); // told, and of nobody
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => here.ActAsync(() => Task.FromResult(true)));
    }

    [Fact]
    public async Task An_open_page_ends_with_its_session()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
        await using var fleet = await Fleet.StartAsync(time: time);
        await using var page = (await fleet.Gateway.Services.GetRequiredService<DashboardApplication>().ServicesAsync()).CreateAsyncScope();
        var person = await fleet.Gateway.Services.GetRequiredService<Sessions>().OpenAsync(fleet.Gateway.FirstStart.AdminToken!, CancellationToken.None);
        var state = page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)state).SetAuthenticationState(Task.FromResult(new AuthenticationState(person!))); // the token is right
        var here = page.ServiceProvider.GetRequiredService<Operator>();
        Task<AuthenticationState>? told = null;
        state.AuthenticationStateChanged += changed => told = changed;

        time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True(await here.MayChangeAsync());
        Assert.Null(told);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await told!).User.Identity!.IsAuthenticated); // told, and of nobody
        Assert.False(await here.MayChangeAsync());
    }

    [Fact]
    public async Task A_viewers_password_opens_pages_and_changes_nothing()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.Gateway.Services.GetRequiredService<Passwords>().SetAsync("viewer", "a viewer's password", CancellationToken.None);
        await using var page = (await fleet.Gateway.Services.GetRequiredService<DashboardApplication>().ServicesAsync()).CreateAsyncScope();
        var person = await fleet.Gateway.Services.GetRequiredService<Sessions>().OpenAsync("a viewer's password", CancellationToken.None);
        var state = (IHostEnvironmentAuthenticationStateProvider)page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(person!))); // the password is right

        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => page.ServiceProvider.GetRequiredService<Operator>().ActAsync(() => Task.FromResult(true)));
    }
}
