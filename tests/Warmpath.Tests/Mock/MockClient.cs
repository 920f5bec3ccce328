using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Requests;
using Warmpath.Routing.Limits;

namespace Warmpath.Tests.Mock;

/// <summary>A mock on a free port, and what a client says to it.</summary>
internal sealed class MockClient : IAsyncDisposable
{
    public const string Model = "claude-sonnet-4-6";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private MockClient(MockServer server) => Server = server;

    public MockServer Server { get; }

    public JumpingTime Time { get; private init; } = new();

    public HttpClient Http => _http;

    /// <summary>An organization with these limits for every model class.</summary>
    public static MockOrganization Limited(string name, long? requests = null, long? input = null, long? output = null) => new(name)
    {
        Limits = new Dictionary<string, LimitSettings>
        {
            ["*"] = new(requests, input, output),
            [MockTier.CountTokens] = new(requests, null, null),
        },
    };

    public static async Task<MockClient> StartAsync(MockOptions? options = null)
    {
        var time = new JumpingTime();
        var server = await MockServer.StartAsync(options ?? new() { LatencyFactor = 0 }, time);
        return new(server) { Time = time };
    }

    public static Task<MockClient> StartAsync(params MockOrganization[] organizations) =>
        StartAsync(new MockOptions { LatencyFactor = 0, Organizations = organizations });

    /// <summary>A body with one user message, and whatever else is set.</summary>
    public static JsonObject Body(string text, bool stream = false) => new()
    {
        ["model"] = Model,
        ["max_tokens"] = 1000,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
    };

    /// <summary>A text block of so many letters, with a cache marker.</summary>
    public static JsonObject Marked(char letter, int length, string? ttl = null)
    {
        var marker = new JsonObject { ["type"] = "ephemeral" };
        if (ttl is not null)
        {
            marker["ttl"] = ttl;
        }

        return new() { ["type"] = "text", ["text"] = new string(letter, length), ["cache_control"] = marker };
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode body, string key = "acme-1", string path = "/v1/messages") =>
        SendAsync(HttpMethod.Post, path, key, body);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key = "acme-1", JsonNode? body = null)
    {
        var request = new HttpRequestMessage(method, Server.BaseUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"sk-ant-mock-{key}");
        request.Headers.Add("anthropic-version", "2023-06-01");
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The body of a 200.</summary>
    public async Task<JsonNode> AnswerAsync(JsonNode body, string key = "acme-1", string path = "/v1/messages")
    {
        using var response = await PostAsync(body, key, path);
        var json = await response.Json();
        Assert.Equal(200, (int)response.StatusCode);
        return json;
    }

    /// <summary>The body of a 200.</summary>
    public async Task<JsonNode> GetAsync(string path, string key = "acme-1")
    {
        using var response = await SendAsync(HttpMethod.Get, path, key);
        var json = await response.Json();
        Assert.Equal(200, (int)response.StatusCode);
        return json;
    }

    /// <summary>The <c>data</c> of each event of a stream that ends well.</summary>
    public async Task<JsonNode[]> StreamAsync(JsonNode body, string key = "acme-1", string path = "/v1/messages")
    {
        using var response = await PostAsync(body, key, path);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return Events(await response.Content.ReadAsStringAsync());
    }

    public static JsonNode[] Events(string stream) =>
    [
        .. stream.Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!),
    ];

    /// <summary>Until a request stands in the log of which this is true.</summary>
    public async Task LoggedAsync(Predicate<MockRequest> which)
    {
        while (!Server.Requests.List().Any(request => which(request)))
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}

internal static class MockResponses
{
    public static async Task<JsonNode> Json(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>It is an error in the provider's shape.</summary>
    public static async Task AssertErrorAsync(this HttpResponseMessage response, int status, string type)
    {
        var error = await response.Json();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, error["error"]!["type"]!.Text());
    }

    /// <summary>Of what a list shows.</summary>
    public static IEnumerable<string> Ids(this JsonNode list) => list["data"]!.AsArray().Select(item => item!["id"]!.Text());

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;

    public static string Text(this JsonNode node) => node.GetValue<string>();

    public static int Number(this JsonNode? node) => node!.GetValue<int>();
}
