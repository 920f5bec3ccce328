using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

/// <summary>One person's browser: a page that notes what goes wrong on it.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Person(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _faults.Add($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.Contains("127.0.0.1", StringComparison.Ordinal))
            {
                _faults.Add($"{page.Url} asks another host: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public static async Task<Person> ArriveAsync(IBrowser browser, string url, ColorScheme scheme, int width)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = url, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        return new(context, await context.NewPageAsync());
    }

    public async Task SignInAsync(string secret)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Admin token or password").FillAsync(secret);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Waits until the page answers to clicks.</summary>
    public Task AliveAsync() => Page.Locator(".live").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Goes there, and waits until the page answers to clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Assertions.Expect(Page.Locator("h1")).ToBeVisibleAsync();
        await AliveAsync();
    }

    /// <summary>Fails with what axe finds that is serious or critical on the page as it stands, or two landmarks of one name, and when the page is wider than the screen.</summary>
    public async Task IsSoundAsync()
    {
        var found = (await Page.RunAxe()).Violations
            .Where(violation => violation.Impact is "serious" or "critical" || violation.Id == "landmark-unique")
            .Select(violation => $"{Page.Url}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .ToList();
        if (await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth + 1"))
        {
            found.Add($"{Page.Url} is wider than the screen");
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Fails with the console errors, exceptions, and requests to other hosts so far.</summary>
    public void SawNoFaults() => Assert.True(_faults.Count == 0, string.Join('\n', _faults));

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
