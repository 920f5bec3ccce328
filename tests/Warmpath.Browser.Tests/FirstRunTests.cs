using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

public class FirstRunTests(Browser browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_newcomer_gets_from_no_key_to_the_first_request_without_leaving_the_page()
    {
        var admin = await AdminAsync();
        await admin.AliveAsync();
        var page = admin.Page;
        await page.GetByLabel("Name").FillAsync("team-a");
        await page.GetByLabel("API key").FillAsync(Office.Mock.Keys[0].Secret);
        await page.GetByText("Organization, workspace, limits, address").ClickAsync();
        await page.GetByLabel("Base URL").FillAsync(Office.Mock.BaseUrl);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("healthy").First).ToBeVisibleAsync();

        await page.GetByLabel("Who is it for?").FillAsync("ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a virtual key" }).ClickAsync();
        var lines = await page.Locator("#claude-code-lines").InnerTextAsync();
        Assert.Contains($"ANTHROPIC_BASE_URL={Office.Gateway.Url}", lines, StringComparison.Ordinal);
        await admin.IsSoundAsync();

        var token = lines.Split("ANTHROPIC_AUTH_TOKEN=")[1].Trim();
        Assert.Equal(200, (await Office.TurnAsync(token: token)).Status);
        await Assertions.Expect(page.GetByText("It arrived.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "To the overview" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        admin.SawNoFaults();
    }
}
