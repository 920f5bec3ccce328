using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Tests.OpenAI;

/// <summary>OpenAI's clients through the gateway, with keys of two organizations of OpenAI and one of Anthropic's.</summary>
public sealed class OpenAITests : IAsyncLifetime
{
    private const string Stream =
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}\n\n"
        + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":60},\"output_tokens\":7}}}\n\n";

    private readonly FakeUpstream _upstream;
    private Func<UpstreamRequest, Wire, Task> _script = (request, wire) => wire.AnswerAsync(200, Response("resp_" + request.Number), Headers(request));
    private TestGateway _gateway = null!; // set before each test

    public OpenAITests() => _upstream = new FakeUpstream((request, wire) => _script(request, wire));

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(null, _upstream.Url); // key-1 is Anthropic's
        await AddKeyAsync("a");
        await AddKeyAsync("b");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/responses", "responses")]
    [InlineData("/api/openai/v1/responses", "responses")]
    [InlineData("/v1/chat/completions", "chat")]
    [InlineData("/v1/embeddings", "embeddings")]
    public async Task A_request_goes_to_a_key_of_OpenAI_with_its_credential_and_comes_back_as_it_is(string path, string kind)
    {
        using var answer = await CallAsync(HttpMethod.Post, path, """{"model":"gpt-6-sol","input":"Hi","messages":[],"unknown":[1, 2]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Response("resp_1"), await answer.Content.ReadAsStringAsync());
        var request = Assert.Single(_upstream.Requests);
        Assert.StartsWith($"POST {path.Replace("/api/openai", "", StringComparison.Ordinal)} HTTP", request.Line);
        Assert.Matches("^Bearer openai-[ab]$", request.Header("authorization"));
        Assert.Null(request.Header("x-api-key"));
        Assert.Equal("""{"model":"gpt-6-sol","input":"Hi","messages":[],"unknown":[1, 2]}""", request.Text);

        var row = await _gateway.RowAsync();
        Assert.Equal((kind, "gpt-6-sol", EndState.Complete, "req_1"), (row.Kind, row.Model, row.End, row.UpstreamRequestId));
        Assert.Equal(new Usage(40, 0, 0, 60, 7), row.Usage);
        Assert.Equal("org-of-" + request.Header("authorization")![^1], row.Organization);
    }

    [Fact]
    public async Task No_request_goes_to_a_key_of_another_provider()
    {
        foreach (var key in new[] { "a", "b" })
        {
            await _gateway.Services.GetRequiredService<KeyRing>().RemoveAsync(new("openai_" + key), CancellationToken.None);
        }

        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var error = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("error");
        Assert.Contains("no key of OpenAI", error.GetProperty("message").GetString());
        Assert.Contains("--provider openai", error.GetProperty("message").GetString());
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.Empty(_upstream.Requests);

        _script = (request, wire) => wire.AnswerAsync(200, Prompts.Answer);
        using var message = await _gateway.SendAsync(Prompts.Whole);
        Assert.Equal("secret-1", _upstream.Requests.Single().Key);
    }

    [Fact]
    public async Task A_stream_passes_byte_for_byte_and_its_usage_is_read()
    {
        _script = (request, wire) => wire.StreamAsync(Stream[..90], Stream[90..]);
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","stream":true,"store":false,"input":"Hi"}""");
        Assert.Equal(Stream, await answer.Content.ReadAsStringAsync());
        var row = await _gateway.RowAsync();
        Assert.Equal((EndState.Complete, true, new Usage(40, 0, 0, 60, 7)), (row.End, row.Stream, row.Usage!.Value));
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"Rate limit reached","type":"rate_limit_error","code":"rate_limit_exceeded"}}""", KeyStatus.Throttled)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"credit_balance_exhausted"}}""", KeyStatus.OutOfCredit)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}""", KeyStatus.Invalid)]
    public async Task A_key_that_is_out_is_left_for_another_unseen(int status, string body, KeyStatus state)
    {
        var failing = "";
        _script = (request, wire) =>
        {
            failing = failing.Length == 0 ? request.Header("authorization")! : failing;
            return request.Header("authorization") == failing
                ? wire.AnswerAsync(status, body, Headers(request) + "retry-after: 50\r\n")
                : wire.AnswerAsync(200, Response("resp_1"), Headers(request));
        };
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("2", Assert.Single(answer.Headers.GetValues("x-warmpath-attempts")));
        Assert.Equal(state, _gateway.View().Keys.Single(key => key.Config.Name == "openai-" + failing[^1]).Status);
        Assert.Equal(KeyStatus.Healthy, _gateway.View().Keys.Single(key => key.Config.Name == "key-1").Status);
    }

    [Fact]
    public async Task A_failure_before_any_content_fails_over_unseen_and_one_after_it_ends_the_connection()
    {
        _script = (request, wire) => wire.StreamAsync(request.Number == 1
            ? Stream[..Stream.IndexOf("event: response.output", StringComparison.Ordinal)] + "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"Oh.\"}}}\n\n"
            : Stream);
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","stream":true,"input":"Hi"}""");
        Assert.Equal(Stream, await answer.Content.ReadAsStringAsync());

        _script = (request, wire) => wire.StreamAsync(Stream[..Stream.IndexOf("event: response.completed", StringComparison.Ordinal)]);
        using var broken = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","stream":true,"input":"Hi"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => broken.Content.ReadAsStringAsync());
        Assert.Equal(EndState.Truncated, (await _gateway.RowsAsync())[0].End);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_goes_on_from_a_stored_response_goes_to_the_project_that_has_it(bool streamed)
    {
        _script = (request, wire) => streamed && request.Line.StartsWith("POST", StringComparison.Ordinal)
            ? wire.StreamAsync(Stream)
            : wire.AnswerAsync(200, Response("resp_1"), Headers(request));
        using var first = await CallAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","input":"Hi","stream":{{(streamed ? "true" : "false")}}}""");
        await first.Content.ReadAsStringAsync();
        var maker = _upstream.Requests.Single().Header("authorization");
        for (var session = 0; session < 6; session++) // which would be spread over both
        {
            using var next = await CallAsync(
                HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","input":"Hi","prompt_cache_key":"s-{{session}}","previous_response_id":"resp_1"}""");
        }

        using var read = await CallAsync(HttpMethod.Get, "/v1/responses/resp_1");
        Assert.All(_upstream.Requests, request => Assert.Equal(maker, request.Header("authorization")));
    }

    [Fact]
    public async Task A_stored_response_that_nobody_knows_is_looked_for_and_what_is_not_stored_is_not_remembered()
    {
        _script = (request, wire) => request.Header("authorization") == "Bearer openai-a" && request.Text.Contains("previous", StringComparison.Ordinal)
            ? wire.AnswerAsync(400, """{"error":{"message":"Previous response with id 'resp_x' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}""", Headers(request))
            : wire.AnswerAsync(200, Response("resp_1"), Headers(request));
        for (var session = 0; session < 6; session++)
        {
            using var found = await CallAsync(
                HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","store":false,"input":"Hi","prompt_cache_key":"s-{{session}}","previous_response_id":"resp_x"}""");
            Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        }

        Assert.Equal("org-of-b", ((await _gateway.Store.FindMakersAsync(["resp_x"], CancellationToken.None)).GetValueOrDefault("resp_x"))?.OrganizationId);
        Assert.Null((await _gateway.Store.FindMakersAsync(["resp_1"], CancellationToken.None)).GetValueOrDefault("resp_1"));
        _script = (request, wire) => wire.AnswerAsync(400, """{"error":{"message":"Previous response with id 'resp_y' not found.","code":"previous_response_not_found"}}""", Headers(request));
        using var none = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi","previous_response_id":"resp_y"}""");
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal("2", Assert.Single(none.Headers.GetValues("x-warmpath-attempts")));
    }

    [Fact]
    public async Task An_organization_that_the_client_names_is_looked_for_among_the_keys()
    {
        _script = (request, wire) => request.Header("openai-organization") == "org-of-" + request.Header("authorization")![^1]
            ? wire.AnswerAsync(200, Response("resp_1"), Headers(request))
            : wire.AnswerAsync(401, """{"error":{"message":"OpenAI-Organization header should match organization for API key","type":"invalid_request_error","code":"mismatched_organization"}}""", Headers(request));
        foreach (var (organization, status) in new[] { ("org-of-a", 200), ("org-of-b", 200), ("org-of-c", 401) })
        {
            using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""", organization);
            Assert.Equal(status, (int)answer.StatusCode);
        }

        Assert.All(_gateway.View().Keys, key => Assert.Equal(KeyStatus.Healthy, key.Status));
    }

    [Theory]
    [InlineData("""{"error":{"message":"No such organization: org-nonsense.","type":"invalid_request_error","code":"invalid_organization"}}""")]
    [InlineData("""{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.responses.write.","type":"invalid_request_error","code":null}}""")]
    public async Task A_401_that_is_about_the_request_takes_no_key_out(string body)
    {
        _script = (request, wire) => wire.AnswerAsync(401, body, Headers(request));
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""", "org-nonsense");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.All(_gateway.View().Keys, key => Assert.Equal(KeyStatus.Healthy, key.Status));
    }

    [Fact]
    public async Task A_project_that_is_over_its_limit_takes_its_own_key_out_and_no_other_of_the_organization()
    {
        _script = (request, wire) => request.Header("authorization") == "Bearer openai-a"
            ? wire.AnswerAsync(429, """{"error":{"message":"The project is over its limit","type":"insufficient_quota","code":"project_spend_limit_exceeded"}}""", "openai-organization: org-1\r\nopenai-project: proj-a\r\n")
            : wire.AnswerAsync(200, Response("resp_1"), "openai-organization: org-1\r\nopenai-project: proj-b\r\n");
        for (var session = 0; session < 6; session++)
        {
            using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","input":"Hi","prompt_cache_key":"s-{{session}}"}""");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal([KeyStatus.OutOfCredit, KeyStatus.Healthy], new[] { "openai-a", "openai-b" }.Select(name => _gateway.View().Keys.Single(key => key.Config.Name == name).Status));
    }

    [Theory]
    [InlineData("credit_balance_exhausted")]
    [InlineData("project_spend_limit_exceeded")]
    public async Task A_check_that_does_not_ask_for_money_does_not_say_that_there_is_some_but_a_request_does(string code)
    {
        await _gateway.Services.GetRequiredService<KeyRing>().RemoveAsync(new("openai_b"), CancellationToken.None);
        var paid = false;
        _script = (request, wire) => request.Line.StartsWith("GET", StringComparison.Ordinal) || paid
            ? wire.AnswerAsync(200, Response("resp_1"), Headers(request))
            : wire.AnswerAsync(429, $$$"""{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"{{{code}}}"}}""", Headers(request));
        using var refused = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await _gateway.Services.GetRequiredService<Checks.KeyCheck>().RunAsync(new("openai_a"), CancellationToken.None);
        Assert.Equal(KeyStatus.OutOfCredit, _gateway.View().Keys.Single(key => key.Config.Name == "openai-a").Status);

        paid = true;
        _gateway.FakeTime.Advance(TimeSpan.FromMinutes(2));
        using var served = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(KeyStatus.Healthy, _gateway.View().Keys.Single(key => key.Config.Name == "openai-a").Status);
    }

    [Fact]
    public async Task What_was_made_in_a_project_that_the_client_named_is_asked_of_the_key_that_opens_it()
    {
        _script = (request, wire) => wire.AnswerAsync(200, Response("resp_1"), $"openai-organization: org-1\r\nopenai-project: {request.Header("openai-organization") ?? "proj-default"}\r\n");
        using var first = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi","store":false}""");
        using var made = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""", "named");
        var maker = _upstream.Requests.Last().Header("authorization");
        for (var session = 0; session < 6; session++)
        {
            using var next = await CallAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","input":"Hi","store":false,"prompt_cache_key":"s-{{session}}","previous_response_id":"resp_1"}""", "named");
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
            Assert.Equal(maker, _upstream.Requests.Last().Header("authorization"));
        }
    }

    [Fact]
    public async Task Who_has_a_budget_asks_for_no_answer_in_the_background()
    {
        var added = await _gateway.Services.GetRequiredService<Clients.ClientDirectory>().AddAsync("client", new Storage.Clients.ClientOptions(Budget: new(Day: 1)), CancellationToken.None);
        var request = new HttpRequestMessage(HttpMethod.Post, _gateway.Url + "/v1/responses") { Content = new StringContent("""{"model":"gpt-6-sol","background":true,"input":"Hi"}""") };
        request.Headers.TryAddWithoutValidation("authorization", "Bearer " + added!.Value.Token);
        using var refused = await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var others = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","background":true,"input":"Hi"}""");
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Fact]
    public async Task A_session_stays_on_its_key_and_reads_from_cache_there()
    {
        _script = (request, wire) => wire.AnswerAsync(
            200, """{"id":"resp_1","usage":{"input_tokens":10000,"input_tokens_details":{"cached_tokens":9000},"output_tokens":7}}""", Headers(request));
        var items = new StringBuilder($$"""{"type":"message","role":"user","content":"{{new string('x', 40_000)}}"}""");
        for (var turn = 0; turn < 4; turn++)
        {
            using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-6-sol","prompt_cache_key":"s-1","instructions":"Be brief.","input":[{{items}}]}""");
            items.Append($$""",{"type":"function_call_output","call_id":"c_{{turn}}","output":"done"}""");
        }

        Assert.Single(_upstream.Requests.Select(request => request.Header("authorization")).Distinct());
        var rows = await _gateway.RowsAsync();
        Assert.Equal(["sticky", "sticky", "sticky", "placed"], rows.Select(row => row.Decision));
        Assert.All(rows, row => Assert.Equal("s-1", row.Session));
        Assert.True(rows[0].Expected?.Read > 5_000);
    }

    [Fact]
    public async Task Reasoning_of_another_organization_goes_home()
    {
        const string turn = """{"model":"gpt-6-sol","prompt_cache_key":"s-1","input":[{"type":"reasoning","encrypted_content":"x"},{"type":"message","role":"user","content":"BODY"}]}""";
        var body = turn.Replace("BODY", new string('x', 40_000), StringComparison.Ordinal);
        using var first = await CallAsync(HttpMethod.Post, "/v1/responses", body);
        var home = _upstream.Requests.Single().Header("authorization")!;

        _script = (request, wire) => request.Number switch
        {
            2 => wire.AnswerAsync(429, """{"error":{"message":"Rate limit reached","type":"rate_limit_error","code":"rate_limit_exceeded"}}""", Headers(request) + "retry-after: 55\r\n"),
            3 => wire.AnswerAsync(400, """{"error":{"message":"The encrypted content could not be verified.","type":"invalid_request_error","code":"invalid_encrypted_content"}}""", Headers(request)),
            _ => wire.AnswerAsync(200, Response("resp_2"), Headers(request)),
        };
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([home, home, Assert.Single(new[] { "Bearer openai-a", "Bearer openai-b" }, other => other != home), home], _upstream.Requests.Select(request => request.Header("authorization")));
    }

    [Theory]
    [InlineData("/v1/responses", "POST", "{", 400)]
    [InlineData("/v1/chat/completions", "POST", "{}", 400)]
    [InlineData("/api/openai/v1/nosuch", "POST", "{}", 404)]
    [InlineData("/v1/embeddings", "GET", null, 405)]
    public async Task Errors_of_the_gateways_own_have_OpenAIs_shape(string path, string method, string? body, int status)
    {
        using var answer = await CallAsync(new HttpMethod(method), path, body);
        Assert.Equal(status, (int)answer.StatusCode);
        var error = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_stranger_is_told_so_in_OpenAIs_shape()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _gateway.Url + "/v1/responses") { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("authorization", "Bearer sk-nobody");
        using var answer = await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("\"code\":\"invalid_api_key\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Limits_that_an_answer_tells_are_learned_and_reads_count_against_them()
    {
        _script = (request, wire) => wire.AnswerAsync(200, Response("resp_1"), Headers(request)
            + "x-ratelimit-limit-requests: 500\r\nx-ratelimit-remaining-requests: 499\r\nx-ratelimit-limit-tokens: 30000\r\nx-ratelimit-remaining-tokens: 29000\r\nx-ratelimit-reset-tokens: 6m0s\r\n");
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","input":"Hi"}""");
        var limits = _gateway.View().Keys.Single(key => key.Config.Name == "openai-" + _upstream.Requests.Single().Header("authorization")![^1]).Headroom.Single();
        Assert.Equal((500, 30000), (limits.Requests?.Limit, limits.InputTokens?.Limit));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("fit")]
    public async Task A_check_asks_for_the_models_which_costs_nothing(string key)
    {
        _script = (request, wire) => request.Header("authorization") == "Bearer openai-gone"
            ? wire.AnswerAsync(401, """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""")
            : wire.AnswerAsync(200, """{"object":"list","data":[]}""", Headers(request));
        await AddKeyAsync(key);
        await _gateway.Services.GetRequiredService<Checks.KeyCheck>().RunAsync(new("openai_" + key), CancellationToken.None);
        Assert.Equal("GET /v1/models HTTP/1.1", Assert.Single(_upstream.Requests).Line);
        Assert.Equal(key == "gone" ? KeyStatus.Invalid : KeyStatus.Healthy, _gateway.View().Keys.Single(one => one.Config.Name == "openai-" + key).Status);
    }

    [Fact]
    public async Task While_the_upstream_is_silent_a_comment_keeps_the_client_patient()
    {
        const string comment = ": the upstream is silent\n\n";
        var end = Stream.IndexOf("event: response.completed", StringComparison.Ordinal);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _script = async (request, wire) =>
        {
            await wire.BeginStreamAsync();
            await wire.ChunkAsync(Stream[..end]);
            await goOn.Task;
            await wire.ChunkAsync(Stream[end..]);
            await wire.EndStreamAsync();
        };
        using var answer = await CallAsync(HttpMethod.Post, "/v1/responses", """{"model":"gpt-6-sol","stream":true,"input":"Hi"}""");
        await using var body = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[end + comment.Length];
        await _gateway.AdvanceUntilAsync(body.ReadExactlyAsync(bytes).AsTask().ContinueWith(_ => true, TaskScheduler.Default), stepSeconds: 1);
        Assert.Equal(Stream[..end] + comment, Encoding.UTF8.GetString(bytes));
        goOn.SetResult();
        Assert.EndsWith(Stream[end..], await new StreamReader(body).ReadToEndAsync());
    }

    [Fact]
    public async Task A_stored_response_that_is_streamed_again_is_passed_on_and_not_paid_again()
    {
        _script = (request, wire) => wire.StreamAsync(Stream);
        using var answer = await CallAsync(HttpMethod.Get, "/v1/responses/resp_1?stream=true");
        Assert.Equal(Stream, await answer.Content.ReadAsStringAsync());
        var row = await _gateway.RowAsync();
        Assert.Equal(("stored_responses", EndState.Complete, null, 0), (row.Kind, row.End, row.Usage, row.CostNanodollars));
    }

    private static string Response(string id) =>
        $$$"""{"id":"{{{id}}}","object":"response","output":[],"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":7,"total_tokens":107}}""";

    private static string Headers(UpstreamRequest request) =>
        $"openai-organization: org-of-{request.Header("authorization")![^1]}\r\nopenai-project: proj-of-{request.Header("authorization")![^1]}\r\nx-request-id: req_1\r\n";

    private Task<KeyChange> AddKeyAsync(string name) => _gateway.Services.GetRequiredService<KeyRing>().AddAsync(
        new StoredKey(
            new KeyConfig { Id = new("openai_" + name), Name = "openai-" + name, Provider = Providers.OpenAI, BaseUrl = _upstream.Url },
            "openai-" + name, "…", _gateway.Time.GetUtcNow()),
        CancellationToken.None);

    private Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? body = null, string? organization = null)
    {
        var request = new HttpRequestMessage(method, _gateway.Url + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("authorization", "Bearer " + _gateway.Token);
        if (organization is not null)
        {
            request.Headers.TryAddWithoutValidation("openai-organization", organization);
        }

        return _gateway.AdvanceUntilAsync(
            _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
    }
}
