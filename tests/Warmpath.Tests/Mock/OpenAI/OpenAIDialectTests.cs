using Warmpath.Mock.OpenAI;

namespace Warmpath.Tests.Mock.OpenAI;

public class OpenAIDialectTests
{
    [Fact]
    public async Task Every_answer_names_request_organization_and_project()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(Prompts.Response("hello"), path: Prompts.Responses);

        Assert.Equal("acme", response.Header("openai-organization"));
        Assert.Equal(mock.Server.Keys[0].ProjectIds[0], response.Header("openai-project"));
        Assert.Equal(mock.Server.Requests.List()[^1].RequestId, response.Header("x-request-id"));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("anthropic-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-ant-mock-nobody-1")]
    [InlineData("x-api-key", "sk-ant-mock-acme-1")]
    [InlineData("x-other", "nothing")]
    public async Task A_key_is_taken_from_one_header_alone(string header, string value)
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await SendAsync(mock, HttpMethod.Post, Prompts.Responses, (header, value));

        await response.AssertOpenAIErrorAsync(401, "invalid_request_error", "invalid_api_key");
        Assert.Null(response.Header("openai-organization"));
    }

    [Fact]
    public async Task Models_are_listed_to_each_provider_s_clients_in_its_own_shape()
    {
        await using var mock = await MockClient.StartAsync();
        using var theirs = await mock.SendAsync(HttpMethod.Get, "/v1/models");
        using var ours = await GetModelsAsync("");
        using var one = await GetModelsAsync("/gpt-6-sol");
        using var none = await GetModelsAsync("/claude-sonnet-4-6");

        Assert.True((await theirs.Json()).AsObject().ContainsKey("has_more"));
        Assert.Contains("gpt-6-sol", (await ours.Json()).Ids());
        Assert.Equal("model", (await one.Json())["object"]!.Text());
        await none.AssertOpenAIErrorAsync(404, "invalid_request_error", "model_not_found");

        Task<HttpResponseMessage> GetModelsAsync(string path) => SendAsync(mock, HttpMethod.Get, "/v1/models" + path, ("Authorization", "Bearer sk-ant-mock-acme-1"));
    }

    [Fact]
    public async Task A_key_of_several_projects_works_in_the_one_that_the_call_names_or_else_in_its_first()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { Workspaces = 2 });
        var key = mock.Server.Keys.Single(each => each.Workspaces.Count == 2);
        using var first = await ModelsAsync(null);
        using var second = await ModelsAsync(key.ProjectIds[1]);
        using var foreign = await ModelsAsync("proj_1");

        Assert.Equal([.. key.ProjectIds], new[] { first, second }.Select(response => response.Header("openai-project")!));
        await foreign.AssertOpenAIErrorAsync(401, "invalid_request_error", "mismatched_project");

        Task<HttpResponseMessage> ModelsAsync(string? project) =>
            SendAsync(mock, HttpMethod.Get, "/v1/models", ("Authorization", "Bearer " + key.Secret), ("OpenAI-Project", project));
    }

    [Fact]
    public async Task Another_organization_than_the_key_s_is_refused()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await SendAsync(mock, HttpMethod.Get, "/v1/models", ("Authorization", "Bearer sk-ant-mock-acme-1"), ("OpenAI-Organization", "globex"));

        await response.AssertOpenAIErrorAsync(401, "invalid_request_error", "mismatched_organization");
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(12, "12ms")]
    [InlineData(999.2, "1s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(61_250, "1m1.25s")]
    [InlineData(86_400_000, "24h0m0s")]
    public void Durations_are_written_as_Go_does(double milliseconds, string text) =>
        Assert.Equal(text, GoDuration.Of(TimeSpan.FromMilliseconds(milliseconds)));

    private static Task<HttpResponseMessage> SendAsync(MockClient mock, HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(method, mock.Server.BaseUrl + path);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.Add(name, value);
        }

        return mock.Http.SendAsync(request);
    }
}
