using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

public class KeyTests(Browser browser) : BrowserTest(browser)
{
    [Fact]
    public async Task A_key_is_added_drained_and_removed_while_requests_run_and_none_of_them_fails()
    {
        await Office.AddKeyAsync("acme-1");
        using var stop = new CancellationTokenSource();
        var agents = Enumerable.Range(0, 3).Select(agent => WorkAsync($"s-{agent}", stop.Token)).ToList();
        var admin = await AdminAsync();
        var page = admin.Page;

        await admin.GoAsync("/keys");
        await OpenAddKeyAsync(page);
        await page.GetByLabel("Name").FillAsync("globex-1");
        await page.GetByLabel("API key").FillAsync(Office.Mock.Keys[2].Secret);
        await page.GetByText("Organization, workspace, limits, address").ClickAsync();
        await page.GetByLabel("Base URL").FillAsync(Office.Mock.BaseUrl);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and test" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("globex-1");

        await admin.GoAsync("/keys");
        await page.GetByRole(AriaRole.Link, new() { Name = "acme-1", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop draining" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await admin.IsSoundAsync(); // the question is asked in a dialog
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove key" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "globex-1", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "acme-1", Exact = true })).ToHaveCountAsync(0);

        await stop.CancelAsync();
        var statuses = (await Task.WhenAll(agents)).SelectMany(turns => turns).ToList();
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Equal(200, status));

        await admin.GoAsync("/events?show=people");
        await Assertions.Expect(page.GetByText("Key acme-1 was removed.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("by admin, dashboard").First).ToBeVisibleAsync();
        admin.SawNoFaults();
    }

    [Fact]
    public async Task A_key_of_openai_is_added_where_its_provider_is_chosen_and_is_told_from_the_others()
    {
        await Office.AddKeyAsync("acme-1");
        await Office.TurnAsync("s-1"); // its organization is known then
        var admin = await AdminAsync(width: 390);
        var page = admin.Page;
        await admin.GoAsync("/keys");
        await OpenAddKeyAsync(page);
        await page.GetByLabel("Name").FillAsync("gpt");
        await page.GetByLabel("Provider").SelectOptionAsync("OpenAI");
        await page.GetByLabel("API key").FillAsync("sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz");
        await page.GetByText("Organization, project, limits, address").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Base URL")).ToHaveAttributeAsync("placeholder", "https://api.openai.com");
        await Assertions.Expect(page.GetByLabel("Project id")).ToBeVisibleAsync();
        await page.GetByLabel("Base URL").FillAsync("http://127.0.0.1:9/v1"); // nobody listens there
        await admin.IsSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and test" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("gpt");
        await Assertions.Expect(page.GetByText("http://127.0.0.1:9", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("dl.pairs dd").First).ToHaveTextAsync("OpenAI");

        foreach (var path in (string[])["/keys", "/"])
        {
            await admin.GoAsync(path);
            await Assertions.Expect(page.GetByText("OpenAI", new() { Exact = true })).ToBeVisibleAsync();
            await admin.IsSoundAsync();
        }

        await admin.GoAsync("/clients");
        await page.GetByLabel("Who is it for?").FillAsync("ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a virtual key" }).ClickAsync();
        await Assertions.Expect(page.Locator("#codex-settings")).ToContainTextAsync($"base_url = \"{Office.Gateway.Url}/api/openai/v1\"");
        await Assertions.Expect(page.Locator("#claude-code-lines")).ToBeVisibleAsync();
        await admin.IsSoundAsync();
        admin.SawNoFaults();
    }

    [Fact]
    public async Task A_hostile_name_is_shown_as_it_is_and_does_nothing()
    {
        // Markup, quotes, letters from right to left, as long as a name may be.
        var hostile = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>\"'مفتاح".PadRight(100, 'W');
        var id = await Office.AddKeyAsync(hostile);
        await Office.TurnAsync("s-1");
        var admin = await AdminAsync(width: 390);
        foreach (var path in (string[])["/", "/sessions", "/sessions/s-1", "/requests", "/keys", $"/keys/{id}", "/events"])
        {
            await admin.GoAsync(path);
            Assert.NotEqual("owned", await admin.Page.TitleAsync());
            Assert.Equal(0, await admin.Page.Locator("main img, main script").CountAsync());
            await admin.IsSoundAsync();
        }

        await admin.GoAsync("/keys");
        await Assertions.Expect(admin.Page.GetByText("<script>document.title='owned'</script>").First).ToBeVisibleAsync();
        admin.SawNoFaults();
    }

    [Theory]
    [InlineData(300, "W", "100 characters")]
    [InlineData(10, "\u202e", "control")]
    public async Task A_name_that_is_too_long_or_turns_text_around_is_refused_beside_its_field(int length, string letter, string said)
    {
        var admin = await AdminAsync();
        await admin.GoAsync("/keys");
        await OpenAddKeyAsync(admin.Page);
        await admin.Page.GetByLabel("Name").EvaluateAsync("field => field.removeAttribute('maxlength')"); // as a program would
        await admin.Page.GetByLabel("Name").FillAsync(string.Concat(Enumerable.Repeat(letter, length)));
        await admin.Page.GetByLabel("API key").FillAsync("sk-ant-x");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Add and test" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(said);
    }

    // The dialog puts the focus on its first field by itself: what is typed before that would land there.
    private static async Task OpenAddKeyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a key" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
    }

    private async Task<List<int>> WorkAsync(string session, CancellationToken cancellationToken)
    {
        var statuses = new List<int>();
        while (!cancellationToken.IsCancellationRequested)
        {
            statuses.Add((await Office.TurnAsync(session)).Status);
        }

        return statuses;
    }
}
