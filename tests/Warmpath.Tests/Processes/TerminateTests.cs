using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Warmpath.Cli;
using Warmpath.Kill;
using Warmpath.Mock;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Processes;

/// <summary>SIGTERM, on the process.</summary>
public class TerminateTests
{
    [Fact]
    public async Task Told_to_end_it_takes_nobody_new_lets_streams_end_and_leaves_with_zero_and_everything_recorded()
    {
        using var terminal = new TestTerminal();
        await using var mock = await MockServer.StartAsync(new MockOptions(), TimeProvider.System, TestContext.Current.CancellationToken);
        await using var gateway = await GatewayProcess.StartAsync(terminal.Data);
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        await PostAsync(http, terminal.Data, "keys", new { name = "one", provider = "anthropic", secret = mock.Keys[0].Secret, baseUrl = mock.BaseUrl });
        var key = (await PostAsync(http, terminal.Data, "clients", new { name = "dev" })).GetProperty("token").GetString()!;

        using var stream = await StreamAsync(http, key);
        await gateway.TerminateAsync();
        var body = await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: message_stop", body, StringComparison.Ordinal);

        var (code, log) = await gateway.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.DoesNotContain("lost", log, StringComparison.Ordinal);
        using var late = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync(gateway.Url + "/healthz"));

        await using var again = await GatewayProcess.StartAsync(terminal.Data);
        using var reader = new HttpClient { BaseAddress = new Uri(again.Url) };
        var row = Assert.Single((await GetAsync(reader, terminal.Data, "requests")).GetProperty("items").EnumerateArray());
        Assert.Equal(Assert.Single(stream.Headers.GetValues("x-warmpath-request-id")), row.GetProperty("id").GetString());
        Assert.Equal("complete", row.GetProperty("end").GetString());
    }

    private static Task<HttpResponseMessage> StreamAsync(HttpClient http, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent(
                """{"model":"claude-sonnet-4-6","max_tokens":500,"stream":true,"messages":[{"role":"user","content":"[[tokens: 120]]"}]}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", key);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string data, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/api/v1/" + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", LocalGateway.Read(data)!.Token);
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string data, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/api/v1/" + path);
        request.Headers.Authorization = new("Bearer", LocalGateway.Read(data)!.Token);
        using var response = await http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
