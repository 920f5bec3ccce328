using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Warmpath.Mock;

namespace Warmpath.Tests.Mock;

public class MockApiTests
{
    [Theory]
    [InlineData("GET", "/v1/messages", 405)]
    [InlineData("POST", "/v1/models", 405)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("POST", "/v1/messages/", 404)]
    [InlineData("POST", "/V1/messages", 404)]
    [InlineData("GET", "/v1/models/no-such-model", 404)]
    public async Task What_is_not_served_is_refused_in_the_provider_s_shape(string method, string path, int status)
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.SendAsync(new(method), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("error", (await response.Json())["type"]!.Text());
    }

    [Fact]
    public async Task An_unknown_key_is_told_nothing_but_that()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(MockClient.Body("hello"), "nobody-1");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("authentication_error", (await response.Json())["error"]!["type"]!.Text());
        Assert.Null(response.Header("anthropic-organization-id"));
        Assert.Null(response.Header("anthropic-workspace-id"));
    }

    [Fact]
    public async Task A_key_is_taken_from_either_header()
    {
        await using var mock = await MockClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, mock.Server.BaseUrl + "/v1/models");
        request.Headers.Add("x-api-key", "sk-ant-mock-globex-1");

        using var response = await mock.Http.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("globex-1", mock.Server.Requests.List()[^1].Key);
    }

    [Fact]
    public async Task Models_are_listed_by_page_and_found_by_id_or_alias()
    {
        await using var mock = await MockClient.StartAsync();
        var first = await (await mock.SendAsync(HttpMethod.Get, "/v1/models?limit=2")).Json();
        var rest = await (await mock.SendAsync(HttpMethod.Get, $"/v1/models?limit=1000&after_id={first["last_id"]!.Text()}")).Json();
        var one = await (await mock.SendAsync(HttpMethod.Get, "/v1/models/claude-haiku-4-5")).Json();

        Assert.True(first["has_more"]!.GetValue<bool>());
        Assert.False(rest["has_more"]!.GetValue<bool>());
        Assert.Equal(2, first["data"]!.AsArray().Count);
        Assert.DoesNotContain(rest["data"]!.AsArray(), model => model!["id"]!.Text() == first["last_id"]!.Text());
        Assert.Equal("claude-haiku-4-5-20251001", one["id"]!.Text());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var mock = await MockClient.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, mock.Server.BaseUrl + "/v1/messages")
        {
            Content = new ByteArrayContent(new byte[MockServer.MaximumBody + 1]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-ant-mock-acme-1");
        request.Headers.ExpectContinue = true; // so that it is refused before it is sent

        using var response = await mock.Http.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("request_too_large", (await response.Json())["error"]!["type"]!.Text());
    }

    [Fact]
    public async Task The_client_s_warm_up_is_answered()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.Http.SendAsync(new(HttpMethod.Head, mock.Server.BaseUrl + "/api/hello"));

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_log_says_who_sent_what_for_how_many_tokens_and_no_credential()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions { LatencyFactor = 0, KeepBodies = true });
        mock.Http.DefaultRequestHeaders.Add("x-claude-code-session-id", "s1");
        mock.Http.DefaultRequestHeaders.Add("x-claude-code-agent-id", "a1");
        mock.Http.DefaultRequestHeaders.Add("anthropic-beta", "some-beta");
        var body = MockClient.Body("the prompt");
        await mock.AnswerAsync(body);

        var logged = Assert.Single(mock.Server.Requests.List());
        Assert.Equal(("acme-1", "acme", "default"), (logged.Key, logged.Organization, logged.Workspace));
        Assert.Equal(("s1", "a1"), (logged.Session, logged.Agent));
        Assert.Equal(logged.Usage!.Value.Prompt, logged.Usage.Value.Input);
        Assert.Equal("some-beta", logged.Headers["anthropic-beta"]);
        Assert.DoesNotContain(logged.Headers, header => header.Value.Contains("sk-ant", StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(body, JsonNode.Parse(logged.Body.Span)));

        var shown = await mock.Http.GetStringAsync(mock.Server.BaseUrl + "/mock/requests");
        Assert.Equal(logged.Usage.Value.Input, JsonNode.Parse(shown)!["items"]![0]!["usage"]!["input"]!.GetValue<long>());
        Assert.DoesNotContain("the prompt", shown, StringComparison.Ordinal);
        var none = await mock.Http.GetStringAsync(mock.Server.BaseUrl + $"/mock/requests?after={logged.Number}");
        Assert.Empty(JsonNode.Parse(none)!["items"]!.AsArray());
    }

    [Fact]
    public async Task Stopping_ends_what_hangs()
    {
        var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new("hang"));
        var hanging = mock.PostAsync(MockClient.Body("hello"));
        await mock.LoggedAsync(request => request.Fault is not null);

        await mock.Server.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
        await mock.DisposeAsync();
    }
}
