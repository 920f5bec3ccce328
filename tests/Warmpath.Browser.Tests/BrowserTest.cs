using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Warmpath.Browser.Tests.Browser))]

namespace Warmpath.Browser.Tests;

/// <summary>A test with a program of its own and people who look at it. One after the other: on few processors they would only time out beside one another.</summary>
[Collection("one browser")]
public abstract class BrowserTest(Browser browser) : IAsyncLifetime
{
    private readonly List<Person> _people = [];

    protected Office Office { get; private set; } = null!; // set before each test

    public async ValueTask InitializeAsync() => Office = await Office.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }

        await Office.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody with a browser, not signed in yet.</summary>
    protected async Task<Person> SomeoneAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var person = await Person.ArriveAsync(browser.Chromium, Office.Gateway.Url, scheme, width);
        _people.Add(person);
        return person;
    }

    /// <summary>Somebody with a browser, signed in with the admin token.</summary>
    protected async Task<Person> AdminAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var person = await SomeoneAsync(scheme, width);
        await person.SignInAsync(Office.AdminToken);
        return person;
    }
}
