using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Dashboard.SignIn;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Dashboard;

public class SignInTests
{
    private const string NoSuchKey = "/keys/key_1";

    private static readonly string[] Pages = ["/", "/keys", NoSuchKey, "/clients", "/settings"];

    [Fact]
    public async Task Every_page_asks_who_comes()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        foreach (var path in Pages)
        {
            using var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
            Assert.Equal("/sign-in", page.Headers.Location!.AbsolutePath);
        }
    }

    [Fact]
    public async Task The_admin_token_opens_every_page_and_shows_on_none()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        var token = fleet.Gateway.FirstStart.AdminToken!;
        using var entered = await browser.SignInAsync(token);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        foreach (var path in Pages)
        {
            using var page = await browser.GetAsync(path);
            Assert.Equal(path == NoSuchKey ? HttpStatusCode.NotFound : HttpStatusCode.OK, page.StatusCode);
            Assert.DoesNotContain(token, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);

        var cookie = Assert.Single(entered.Headers.GetValues("set-cookie"), cookie => cookie.StartsWith("warmpath-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_virtual_key_open_nothing()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        foreach (var secret in new[] { "wpa-wrong", fleet.VirtualKey, "" })
        {
            using var answer = await browser.SignInAsync(secret);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task After_wrong_tries_the_right_secret_has_to_wait_too()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        for (var tries = 0; tries < 8; tries++)
        {
            using var wrong = await browser.SignInAsync("wpa-wrong");
            if (wrong.StatusCode == HttpStatusCode.TooManyRequests)
            {
                break;
            }
        }

        using var right = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Without_the_anti_forgery_token_nobody_signs_in_or_out()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var forged = await browser.PostAsync("/sign-in", ("_handler", "sign-in"), ("Secret", fleet.Gateway.FirstStart.AdminToken!));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        using var forgedExit = await browser.PostAsync("/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, forgedExit.StatusCode);
        using var still = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        using var page = await browser.GetAsync("/");
        using var left = await browser.PostAsync("/sign-out", ("__RequestVerificationToken", Browser.TokenIn(await page.Content.ReadAsStringAsync())));
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);

        using var after = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_leads_to_no_other_host(string returnUrl)
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!, "/sign-in?ReturnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.DoesNotContain("evil", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replaced_password_ends_the_sessions_that_it_opened()
    {
        await using var fleet = await Fleet.StartAsync();
        var passwords = fleet.Gateway.Services.GetRequiredService<Passwords>();
        await passwords.SetAsync("viewer", "a viewer's password", CancellationToken.None);
        using var viewer = new Browser(fleet.Gateway.Url);
        using var admin = new Browser(fleet.Gateway.Url);
        using var viewing = await viewer.SignInAsync("a viewer's password");
        using var entered = await admin.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        using var page = await viewer.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        await passwords.SetAsync("viewer", "another viewer's password", CancellationToken.None);
        using var after = await viewer.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        using var admins = await admin.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, admins.StatusCode);
    }

    [Fact]
    public async Task A_session_outlives_a_restart_but_not_its_token()
    {
        await using var fleet = await Fleet.StartAsync();
        var url = fleet.Gateway.Url;
        using var browser = new Browser(url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { Urls = [url] });
        using var page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        await fleet.RestartAsync(Fleet.Options(fleet.Terminal) with { Urls = [url], AdminToken = "a-token-of-my-own-choice" });
        using var after = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task A_session_opens_no_admin_call_and_the_token_in_a_header_no_page()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        using var call = await browser.GetAsync("/admin/api/v1/keys");
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);

        using var stranger = new Browser(fleet.Gateway.Url);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = new("Bearer", fleet.Gateway.FirstStart.AdminToken);
        using var page = await stranger.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }
}
