using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

// Pictures of every page of the demo: light and dark, 1280 and 390 pixels wide.
// Lists are cut off at 1,600 pixels. Arguments: the built warmpath.dll, the folder for the pictures, seconds that the demo works before them (default 240).
const int Tallest = 1600;
if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("Give the built warmpath.dll and a folder for the pictures. docs/make-screenshots does.");
    return 2;
}

var folder = Directory.CreateDirectory(args[1]).FullName;
var warmUp = TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2]) : 240);
using var demo = Process.Start(new ProcessStartInfo("dotnet", [args[0], "demo", "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!; // started, or it throws
try
{
    var (url, token) = await AddressAsync(demo.StandardOutput);
    _ = demo.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // or the demo would stop when the pipe is full
    await Task.Delay(warmUp);

    using var playwright = await Playwright.CreateAsync();
    await using var browser = await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
    foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
    {
        foreach (var width in (int[])[1280, 390])
        {
            await ShootAsync(browser, url, token, scheme, width, folder);
        }
    }

    return 0;
}
finally
{
    demo.Kill(entireProcessTree: true);
    await demo.WaitForExitAsync();
}

static async Task<(string Url, string Token)> AddressAsync(StreamReader output)
{
    while (await output.ReadLineAsync() is { } line)
    {
        if (Regex.Match(line, @"^Open (\S+)/ and sign in with\s+(\S+)") is { Success: true } told)
        {
            return (told.Groups[1].Value, told.Groups[2].Value);
        }
    }

    throw new InvalidOperationException("The demo ended before it said where it listens.");
}

static async Task ShootAsync(IBrowser browser, string url, string token, ColorScheme scheme, int width, string folder)
{
    await using var context = await browser.NewContextAsync(new()
    {
        BaseURL = url,
        ColorScheme = scheme,
        ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 860 },
        DeviceScaleFactor = 1,
        ReducedMotion = ReducedMotion.Reduce,
    });
    var page = await context.NewPageAsync();
    await page.GotoAsync("/sign-in");
    await SaveAsync("sign-in");
    await page.GetByLabel("Admin token or password").FillAsync(token);
    await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

    foreach (var (name, path) in (IEnumerable<(string, string)>)
        [("overview", "/"), ("sessions", "/sessions"), ("requests", "/requests"), ("keys", "/keys"), ("clients", "/clients"), ("events", "/events"), ("settings", "/settings")])
    {
        await GoAsync(path);
        await SaveAsync(name);
    }

    // What a click away is worth seeing: a session with subagents, a request that was moved or waited, a key.
    await GoAsync("/sessions");
    await OpenAsync(".lane-labels li:has(+ .sub) a", "session");
    await GoAsync("/requests?decision=migrated");
    await OpenAsync("table.requests tbody a", "request");
    await GoAsync("/keys");
    await OpenAsync("table.grid tbody a", "key");

    async Task OpenAsync(string link, string name)
    {
        if (await page.Locator(link).First.GetAttributeAsync("href", new() { Timeout = 5000 }) is { } path)
        {
            await GoAsync(path);
            await SaveAsync(name);
        }
    }

    async Task GoAsync(string path)
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.Locator("h1").WaitForAsync();
        await page.WaitForTimeoutAsync(800); // charts draw themselves
    }

    Task SaveAsync(string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(folder, $"{name}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png"), FullPage = true,
        Clip = new() { X = 0, Y = 0, Width = width, Height = Tallest },
    });
}
