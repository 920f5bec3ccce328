using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

public class SignInTests(Browser browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_wrong_secret_opens_nothing_and_says_so()
    {
        var someone = await SomeoneAsync();
        await someone.SignInAsync("not the token");
        await Assertions.Expect(someone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("neither the admin token nor a password");
        await someone.Page.GotoAsync("/requests");
        Assert.Contains("/sign-in", someone.Page.Url, StringComparison.Ordinal);
        var export = await someone.Page.APIRequest.GetAsync(Office.Gateway.Url + "/requests.csv", new() { MaxRedirects = 0 });
        Assert.NotEqual(200, export.Status);
    }

    [Fact]
    public async Task The_page_that_was_asked_for_follows_signing_in_and_signing_out_ends_it()
    {
        var someone = await SomeoneAsync();
        await someone.Page.GotoAsync("/events");
        await someone.IsSoundAsync();
        await someone.Page.GetByLabel("Admin token or password").FillAsync(Office.AdminToken);
        await someone.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(someone.Page.Locator("h1")).ToHaveTextAsync("Events");
        await someone.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await someone.Page.GotoAsync("/events");
        Assert.Contains("/sign-in", someone.Page.Url, StringComparison.Ordinal);
    }
}
