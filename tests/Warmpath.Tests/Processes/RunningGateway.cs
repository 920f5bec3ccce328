using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Warmpath.Cli;
using Warmpath.Kill;
using Warmpath.Mock;

namespace Warmpath.Tests.Processes;

/// <summary>What people and programs do with a gateway that is a process of its own.</summary>
internal sealed class RunningGateway : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _dataFolder;

    /// <param name="dataFolder">As it is seen from here.</param>
    public RunningGateway(GatewayProcess process, string dataFolder)
    {
        _dataFolder = dataFolder;
        _http = new HttpClient { BaseAddress = new Uri(process.Url) };
    }

    /// <summary>Of the client to speak as; set by <see cref="FurnishAsync"/>, or taken over from the process before.</summary>
    public string VirtualKey { get; set; } = "";

    /// <summary>Gives it a key of the mock, and a client to speak as.</summary>
    public async Task FurnishAsync(MockServer mock)
    {
        await DoneAsync(HttpMethod.Post, "keys", new { name = "one", provider = "anthropic", secret = mock.Keys[0].Secret, baseUrl = mock.BaseUrl });
        VirtualKey = (await DoneAsync(HttpMethod.Post, "clients", new { name = "dev" })).GetProperty("token").GetString()!;
    }

    /// <summary>Asks for a stream of so many tokens and returns when it has begun.</summary>
    public Task<HttpResponseMessage> StreamAsync(int tokens, string session = "session")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent(
                $$"""{"model":"claude-sonnet-4-6","max_tokens":500,"stream":true,"messages":[{"role":"user","content":"[[tokens: {{tokens}}]]"}]}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", VirtualKey);
        request.Headers.Add("x-claude-code-session-id", session);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>A stream from begin to end.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string> AnswerAsync()
    {
        using var answer = await StreamAsync(tokens: 3);
        Assert.Contains("event: message_stop", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return answer.Headers.GetValues("x-warmpath-request-id").Single();
    }

    public Task<string> GetAsync(string path) => _http.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task<JsonElement> AdminAsync(string path) => DoneAsync(HttpMethod.Get, path, null);

    public async Task<(int Status, string Body)> AskAdminAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, "/admin/api/v1/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", LocalGateway.Read(_dataFolder)!.Token); // a running gateway leaves it
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> DoneAsync(HttpMethod method, string path, object? body)
    {
        var (status, answer) = await AskAdminAsync(method, path, body);
        Assert.True(status is >= 200 and < 300, answer);
        return JsonSerializer.Deserialize<JsonElement>(answer);
    }
}
