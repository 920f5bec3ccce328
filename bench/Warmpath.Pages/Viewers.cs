using Microsoft.Playwright;

namespace Warmpath.Pages;

/// <summary>People with dashboards open, in one Chromium.</summary>
internal sealed class Viewers : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;
    private readonly string _url;
    private readonly List<IPage> _open = [];

    private Viewers(IPlaywright playwright, IBrowser browser, IBrowserContext context, string url) =>
        (_playwright, _browser, _context, _url) = (playwright, browser, context, url);

    /// <param name="behind">Chromium runs at the lowest priority, as if it were on machines of its own.</param>
    public static async Task<Viewers> OpenAsync(string url, string token, string folder, bool behind)
    {
        var executable = behind ? await NiceAsync(folder) : Executable;
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu"] });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url + "/sign-in");
        await page.FillAsync("#secret", token);
        await page.ClickAsync("button.primary");
        await page.WaitForSelectorAsync("nav");
        await page.CloseAsync();
        return new Viewers(playwright, browser, context, url);
    }

    /// <summary>From the click on the address until the browser has drawn content; the first try is left out.</summary>
    public async Task<Spread> FirstPaintsAsync(string path, int times)
    {
        List<double> paints = [];
        for (var time = 0; time <= times; time++)
        {
            var page = await _context.NewPageAsync();
            await page.GotoAsync(_url + path);
            paints.Add(await page.EvaluateAsync<double>(
                """
                () => new Promise(resolve => new PerformanceObserver((list, self) => {
                    const paint = list.getEntriesByName('first-contentful-paint')[0];
                    if (paint) { self.disconnect(); resolve(paint.startTime); }
                }).observe({ type: 'paint', buffered: true }))
                """));
            await page.CloseAsync();
        }

        return new Spread(paints[1..]);
    }

    /// <summary>Opens overviews and leaves them open.</summary>
    public async Task LookAsync(int pages)
    {
        for (var number = 0; number < pages; number++)
        {
            var page = await _context.NewPageAsync();
            await page.GotoAsync(_url + "/");
            await page.WaitForSelectorAsync(".live");
            _open.Add(page);
        }
    }

    /// <summary>Leaves them; the gateway is told.</summary>
    public async Task LeaveAsync()
    {
        foreach (var page in _open)
        {
            await page.GotoAsync("about:blank");
            await page.CloseAsync();
        }

        _open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    private static async Task<string> NiceAsync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The benchmark needs nice and Debian's Chromium.");
        }

        var script = Path.Combine(folder, "nice-chromium");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec nice -n 19 {Executable} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }
}
