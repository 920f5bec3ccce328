using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

public class PagesTests(Browser browser) : BrowserTest(browser)
{
    private static readonly string[] Pages = ["/", "/sessions", "/requests", "/keys", "/clients", "/events", "/settings"];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_is_without_faults_serious_violations_and_sideways_scrolling(ColorScheme scheme, int width)
    {
        await Office.AddKeyAsync("acme-1");
        await Office.AddKeyAsync("globex-1", place: 2);
        var (_, id) = await Office.TurnAsync("s-1");
        await Office.TurnAsync("s-1", agent: "agent-1");
        await Office.TurnAsync("s-1");
        var admin = await AdminAsync(scheme, width);
        foreach (var path in (string[])[.. Pages, "/sessions/s-1", $"/requests/{id}", "/requests?decision=sticky", "/events?show=people"])
        {
            await admin.GoAsync(path);
            await admin.IsSoundAsync();
            Assert.False(await admin.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.scroll')].some(part => part.scrollWidth > part.clientWidth + 1)"), $"a part of {path} is cut off");
        }

        admin.SawNoFaults();
    }

    [Fact]
    public async Task A_session_shows_its_lanes_and_a_request_tells_why_it_went_where_it_went()
    {
        await Office.AddKeyAsync("acme-1");
        await Office.TurnAsync("s-1");
        await Office.TurnAsync("s-1", agent: "agent-1");
        var (_, id) = await Office.TurnAsync("s-1");
        var admin = await AdminAsync();
        await admin.GoAsync("/sessions");
        await Assertions.Expect(admin.Page.Locator(".lane-labels li")).ToHaveCountAsync(2);
        await admin.Page.Locator(".lane-labels a").First.ClickAsync();
        await Assertions.Expect(admin.Page.Locator("h1")).ToHaveTextAsync("Session of default");
        await Assertions.Expect(admin.Page.Locator("table.requests tbody tr")).ToHaveCountAsync(3);
        await admin.GoAsync($"/requests/{id}");
        await Assertions.Expect(admin.Page.Locator(".sentence")).ToContainTextAsync("At home on acme-1");
        await Assertions.Expect(admin.Page.GetByText("Cache: hit.")).ToBeVisibleAsync();
        admin.SawNoFaults();
    }

    [Theory]
    [InlineData("/nosuch", "Nothing here")]
    [InlineData("/sessions/nosuch", "No such session")]
    [InlineData("/requests/nosuch", "No such request")]
    [InlineData("/keys/nosuch", "No such key")]
    public async Task What_is_not_there_says_so_on_a_page_of_status_404(string path, string heading)
    {
        var admin = await AdminAsync();
        var answer = await admin.Page.GotoAsync(path);
        Assert.Equal(404, answer?.Status);
        await Assertions.Expect(admin.Page.Locator("h1")).ToHaveTextAsync(heading);
        await Assertions.Expect(admin.Page).ToHaveTitleAsync($"{heading} · Warmpath");
        await admin.AliveAsync();
        await admin.IsSoundAsync();
    }

    [Theory]
    [InlineData(true, "application/json")]
    [InlineData(true, "*/*")]
    [InlineData(false, "text/html")]
    public async Task Programs_and_strangers_get_the_gateways_own_404(bool signedIn, string accept)
    {
        var someone = signedIn ? await AdminAsync() : await SomeoneAsync();
        var answer = await someone.Page.APIRequest.GetAsync(Office.Gateway.Url + "/nosuch", new() { Headers = new Dictionary<string, string> { ["Accept"] = accept } });
        Assert.Equal(404, answer.Status);
        Assert.Equal("not_found_error", (await answer.JsonAsync())!.Value.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Before_the_first_request_the_lists_say_what_to_do()
    {
        var admin = await AdminAsync();
        await admin.GoAsync("/requests");
        await Assertions.Expect(admin.Page.GetByText("No request has come yet.")).ToBeVisibleAsync();
        await admin.GoAsync("/requests?decision=sticky");
        await Assertions.Expect(admin.Page.GetByText("Nothing like that is in the ledger.")).ToBeVisibleAsync();
        await admin.GoAsync("/events?show=moves");
        await Assertions.Expect(admin.Page.GetByText("Nothing of that kind is known.")).ToBeVisibleAsync();
        await admin.GoAsync("/events");
        await Assertions.Expect(admin.Page.GetByText("Nothing has happened yet.")).ToBeVisibleAsync();
        admin.SawNoFaults();
    }

    [Fact]
    public async Task A_field_that_is_refused_is_seen_below_the_bar()
    {
        var admin = await AdminAsync();
        await admin.GoAsync("/settings");
        await admin.Page.GetByLabel("Maximum wait, seconds").FillAsync("9999");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByLabel("Maximum wait, seconds")).ToBeFocusedAsync();
        var (field, bar) = (await admin.Page.GetByLabel("Maximum wait, seconds").BoundingBoxAsync(), await admin.Page.Locator(".topbar").BoundingBoxAsync());
        Assert.True(field!.Y > bar!.Y + bar.Height, $"the field is at {field.Y}, the bar ends at {bar.Y + bar.Height}");
    }

    [Fact]
    public async Task Filters_narrow_the_ledger_and_its_export()
    {
        await Office.AddKeyAsync("acme-1");
        await Office.TurnAsync("s-1");
        await Office.TurnAsync("s-2");
        await Office.TurnAsync("s-2");
        var admin = await AdminAsync();
        await admin.GoAsync("/requests");
        await Assertions.Expect(admin.Page.Locator("table.requests tbody tr")).ToHaveCountAsync(3);
        await admin.Page.GetByLabel("Session").FillAsync("s-2");
        await admin.Page.GetByLabel("Decision").SelectOptionAsync("sticky");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("table.requests tbody tr")).ToHaveCountAsync(1);
        var download = await admin.Page.RunAndWaitForDownloadAsync(() => admin.Page.GetByText("Export CSV").ClickAsync());
        Assert.Equal(2, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
    }
}
