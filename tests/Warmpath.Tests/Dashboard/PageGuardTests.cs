using System.Net;
using System.Text.RegularExpressions;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Dashboard;

public partial class PageGuardTests
{
    [Fact]
    public async Task Pages_forbid_inline_scripts_frames_and_other_hosts_and_hold_to_it()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        foreach (var path in new[] { "/", "/keys", "/settings", "/sign-out-not-here" })
        {
            using var page = await browser.GetAsync(path);
            if (page.StatusCode == HttpStatusCode.NotFound)
            {
                continue;
            }

            var policy = Assert.Single(page.Headers.GetValues("content-security-policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("x-content-type-options")));
            Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("referrer-policy")));
            Assert.True(page.Headers.CacheControl!.NoStore);

            var html = await page.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(InlineScript(), html);
            Assert.DoesNotMatch(OtherHost(), html);
        }
    }

    [Fact]
    public async Task What_the_pages_load_is_there_without_signing_in()
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        var page = await (await browser.GetAsync("/sign-in")).Content.ReadAsStringAsync();
        var links = Loaded().Matches(page).Select(link => link.Groups[1].Value).ToList();
        Assert.Contains(links, link => link.Contains("blazor.web", StringComparison.Ordinal));
        foreach (var link in links)
        {
            using var asset = await browser.GetAsync("/" + link);
            Assert.True(asset.StatusCode == HttpStatusCode.OK, link);
        }
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task A_live_connection_comes_from_the_gateways_own_pages_alone(string origin, HttpStatusCode expected)
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var entered = await browser.SignInAsync(fleet.Gateway.FirstStart.AdminToken!);
        Assert.Equal(expected, await NegotiateAsync(browser, origin));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(browser, fleet.Gateway.Url));
    }

    [Theory]
    [InlineData("/_blazor/../v1/messages")]
    [InlineData("/_framework/nothing.js")]
    [InlineData("/no/such/page")]
    [InlineData("/v1/messages/")]
    public async Task Other_paths_are_the_data_planes_404(string path)
    {
        await using var fleet = await Fleet.StartAsync();
        using var browser = new Browser(fleet.Gateway.Url);
        using var answer = await browser.GetAsync(path);
        if (path.EndsWith("v1/messages", StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode); // the client itself made /v1/messages of it
            return;
        }

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("not_found_error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> NegotiateAsync(Browser browser, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href)=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex OtherHost();

    [GeneratedRegex("(?:<script src|<link [^>]*href)=\"([^\"]+)\"")]
    private static partial Regex Loaded();
}
