using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Serve;

namespace Warmpath.Browser.Tests;

/// <summary>The whole program on loopback: a gateway with its dashboard before the mock provider, and an agent that works through it.</summary>
public sealed class Office : IAsyncDisposable
{
    // Wide enough that no test waits for them.
    private const string Wide = "rpm=100000,itpm=100000000,otpm=100000000";

    private readonly string _folder;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private int _turns;

    private Office(string folder, MockServer mock, GatewayServer gateway)
    {
        (_folder, Mock, Gateway) = (folder, mock, gateway);
        AdminToken = gateway.FirstStart.AdminToken!; // a folder of its own: made at this start
        VirtualKey = gateway.FirstStart.VirtualKey!;
    }

    public string AdminToken { get; }

    /// <summary>Of the client that the first start makes.</summary>
    public string VirtualKey { get; }

    internal MockServer Mock { get; }

    internal GatewayServer Gateway { get; }

    public static async Task<Office> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("warmpath-browser-").FullName;
        var mock = await MockServer.StartAsync(
            new MockOptions { LatencyFactor = 0, Organizations = [MockOrganization.Parse($"acme:{Wide},keys=2", MockTier.Start), MockOrganization.Parse($"globex:{Wide}", MockTier.Start)] }, TimeProvider.System);
        var gateway = await GatewayServer.StartAsync(
            new ServeOptions { Urls = ["http://127.0.0.1:0"], DataFolder = folder }, logging => logging.SetMinimumLevel(LogLevel.None), TimeProvider.System, CancellationToken.None);
        return new(folder, mock, gateway);
    }

    /// <summary>Adds a key of the mock as the admin API does; returns its id.</summary>
    public async Task<string> AddKeyAsync(string name, int place = 0)
    {
        var added = await AdminAsync(HttpMethod.Post, "/keys", new { name, provider = "anthropic", secret = Mock.Keys[place].Secret, baseUrl = Mock.BaseUrl });
        return added.GetProperty("id").GetString()!; // the API always gives one
    }

    /// <summary>Calls the admin API; anything but success fails the test.</summary>
    public async Task<JsonElement> AdminAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, Gateway.Url + "/admin/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>A turn of an agent's conversation, whole; returns the status and the request's id.</summary>
    public async Task<(int Status, string? Id)> TurnAsync(string session = "s-1", string? agent = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Gateway.Url + "/v1/messages");
        request.Headers.Add("x-api-key", token ?? VirtualKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("x-claude-code-session-id", session);
        if (agent is not null)
        {
            request.Headers.Add("x-claude-code-agent-id", agent);
        }

        var marker = new { type = "ephemeral" };
        request.Content = JsonContent.Create(new
        {
            model = "claude-sonnet-5-5",
            max_tokens = 100,
            system = new object[] { new { type = "text", text = string.Concat(Enumerable.Repeat("You are an agent. ", 1500)), cache_control = marker } },
            messages = new object[] { new { role = "user", content = $"Turn {Interlocked.Increment(ref _turns)}" } },
        });
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.TryGetValues("x-warmpath-request-id", out var ids) ? ids.Single() : null);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Gateway.DisposeAsync();
        await Mock.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
