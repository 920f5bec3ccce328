using System.Net;
using System.Text.RegularExpressions;

namespace Warmpath.Tests.Dashboard;

/// <summary>What a browser does without scripts: it keeps cookies, fills in forms, and here follows no redirect.</summary>
internal sealed partial class Browser(string url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false })
    {
        BaseAddress = new Uri(url),
    };

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Opens the sign-in page and sends its form.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string secret, string path = "/sign-in")
    {
        var page = await _http.GetStringAsync(path);
        return await PostAsync(path, ("_handler", "sign-in"), ("__RequestVerificationToken", TokenIn(page)), ("Secret", secret));
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>The anti-forgery token of the first form on a page.</summary>
    public static string TokenIn(string page) => Hidden().Match(page).Groups[1].Value;

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Hidden();
}
