using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warmpath.Dashboard.SignIn;

namespace Warmpath.Browser.Tests;

public class PeopleTests(Browser browser) : BrowserTest(browser)
{
    private const string ViewersPassword = "only for looking";

    [Fact]
    public async Task Two_browsers_see_the_same_state_and_one_sees_what_the_other_does()
    {
        var id = await Office.AddKeyAsync("acme-1");
        var (one, two) = (await AdminAsync(), await AdminAsync());
        await one.GoAsync($"/keys/{id}");
        await two.GoAsync("/keys");
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        await Assertions.Expect(two.Page.Locator("table.grid").GetByText("draining")).ToBeVisibleAsync(); // without a reload
        await one.GoAsync("/keys");
        Assert.Equal(await two.Page.Locator("table.grid").InnerTextAsync(), await one.Page.Locator("table.grid").InnerTextAsync());
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_finds_nothing_that_changes_anything()
    {
        var id = await Office.AddKeyAsync("acme-1");
        await Office.TurnAsync("s-1");
        await Office.Gateway.Services.GetRequiredService<Passwords>().SetAsync("viewer", ViewersPassword, CancellationToken.None);
        var viewer = await SomeoneAsync();
        await viewer.SignInAsync(ViewersPassword);
        foreach (var path in (string[])["/", "/sessions", "/requests", "/keys", $"/keys/{id}", "/clients", "/events", "/settings"])
        {
            await viewer.GoAsync(path);
            var buttons = await viewer.Page.Locator("main button:not([aria-pressed])").AllInnerTextsAsync();
            Assert.DoesNotContain(buttons, button => button.Split(' ')[0] is "Add" or "Drain" or "Disable" or "Remove" or "Change" or "Revoke" or "Save" or "Set" or "Test" or "Make");
        }

        await Assertions.Expect(viewer.Page.GetByLabel("Maximum wait, seconds")).ToBeDisabledAsync();
        await Assertions.Expect(viewer.Page.GetByText("You look as a viewer")).ToBeVisibleAsync();
        viewer.SawNoFaults();

        // The cookie opens the pages and no more: the admin API takes the token alone.
        var answer = await viewer.Page.APIRequest.DeleteAsync($"{Office.Gateway.Url}/admin/api/v1/keys/{id}");
        Assert.Equal(401, answer.Status);
    }
}
