using Microsoft.Playwright;

namespace Warmpath.Browser.Tests;

/// <summary>Debian's Chromium, started once for all tests; a test has contexts of its own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    // Nothing of the browser's own shall reach out: it is given one address, the gateway's.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-default-apps", "--disable-domain-reliability", "--disable-dev-shm-usage",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    /// <summary>The test is skipped where there is no Chromium.</summary>
    public IBrowser Chromium
    {
        get
        {
            Assert.SkipWhen(_chromium is null, $"{Executable} is not there: apt-get install chromium");
            return _chromium!; // skipped when null
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Executable))
        {
            Assertions.SetDefaultExpectTimeout(30_000); // a busy machine is no fault of the page
            _playwright = await Playwright.CreateAsync();
            _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Quiet, Headless = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
