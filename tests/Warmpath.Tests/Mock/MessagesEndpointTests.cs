using System.Text.Json.Nodes;
using Warmpath.Mock;

namespace Warmpath.Tests.Mock;

public class MessagesEndpointTests
{
    [Fact]
    public async Task A_whole_answer_has_the_provider_s_shape()
    {
        await using var mock = await MockClient.StartAsync();

        var answer = await mock.AnswerAsync(MockClient.Body("[[say: good morning]]"));

        Assert.Equal("message", answer["type"]!.Text());
        Assert.Equal("assistant", answer["role"]!.Text());
        Assert.Equal(MockClient.Model, answer["model"]!.Text());
        Assert.StartsWith("msg_", answer["id"]!.Text(), StringComparison.Ordinal);
        Assert.Equal("end_turn", answer["stop_reason"]!.Text());
        Assert.Equal("good morning", answer["content"]![0]!["text"]!.Text());
        Assert.Equal(4, answer["usage"]!["output_tokens"].Number()); // 12 bytes / 3.6
    }

    [Fact]
    public async Task A_stream_comes_in_the_provider_s_order()
    {
        await using var mock = await MockClient.StartAsync();

        var events = await mock.StreamAsync(MockClient.Body("[[say: good morning]]", stream: true));

        Assert.Equal(
            [
                "message_start",
                "content_block_start",
                "ping",
                "content_block_delta",
                "content_block_stop",
                "message_delta",
                "message_stop",
            ],
            events.Select(data => data["type"]!.Text()));
        Assert.Equal("good morning", events[3]["delta"]!["text"]!.Text());
        Assert.Equal("end_turn", events[5]["delta"]!["stop_reason"]!.Text());
        Assert.Equal(4, events[5]["usage"]!["output_tokens"].Number());
    }

    [Fact]
    public async Task Usage_stands_at_the_start_of_a_stream_and_again_at_its_end()
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello", stream: true);
        body["system"] = new JsonArray(MockClient.Marked('s', 36_000));

        var events = await mock.StreamAsync(body);

        var first = events[0]["message"]!["usage"]!;
        var last = events.Single(data => data["type"]!.Text() == "message_delta")["usage"]!;
        Assert.True(first["cache_creation_input_tokens"].Number() >= 10_000);
        Assert.Equal(first["cache_creation_input_tokens"].Number(), first["cache_creation"]!["ephemeral_5m_input_tokens"].Number());
        foreach (var field in new[] { "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens" })
        {
            Assert.Equal(first[field].Number(), last[field].Number());
        }
    }

    [Fact]
    public async Task The_next_turn_reads_exactly_what_the_first_wrote_though_its_last_message_lost_marker_and_brackets()
    {
        await using var mock = await MockClient.StartAsync();
        var first = MockClient.Body("");
        first["system"] = new JsonArray(MockClient.Marked('s', 36_000));
        first["messages"]![0]!["content"] = new JsonArray(MockClient.Marked('a', 100));
        var written = (await mock.AnswerAsync(first))["usage"]!;

        var second = MockClient.Body(new string('a', 100));
        second["system"] = new JsonArray(MockClient.Marked('s', 36_000));
        second["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = "Hello from the mock provider." });
        second["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(MockClient.Marked('b', 100)) });
        var read = (await mock.AnswerAsync(second))["usage"]!;

        Assert.Equal(0, written["cache_read_input_tokens"].Number());
        Assert.Equal(written["cache_creation_input_tokens"].Number(), read["cache_read_input_tokens"].Number());
    }

    [Fact]
    public async Task One_hour_writes_are_told_apart()
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello");
        body["system"] = new JsonArray(MockClient.Marked('s', 36_000, "1h"), MockClient.Marked('t', 3_600));

        var creation = (await mock.AnswerAsync(body))["usage"]!["cache_creation"]!;

        Assert.InRange(creation["ephemeral_1h_input_tokens"].Number(), 10_000, 10_100);
        Assert.InRange(creation["ephemeral_5m_input_tokens"].Number(), 1_000, 1_100);
    }

    [Fact]
    public async Task Caches_belong_to_workspaces_and_limits_to_organizations()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme", requests: 3) with { Keys = 2, Workspaces = 2 });
        var body = MockClient.Body("hello");
        body["system"] = new JsonArray(MockClient.Marked('s', 36_000));
        await mock.AnswerAsync(body, "acme-1");

        Assert.Equal(0, (await mock.AnswerAsync(body, "acme-2"))["usage"]!["cache_read_input_tokens"].Number());
        Assert.True((await mock.AnswerAsync(body, "acme-1"))["usage"]!["cache_read_input_tokens"].Number() > 0);
        using var refused = await mock.PostAsync(body, "acme-2");
        Assert.Equal(429, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Over_its_limit_an_organization_is_told_which_and_for_how_long()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme", requests: 100, input: 60_000, output: 9_000));
        var body = MockClient.Body(new string('x', 198_000)); // 55,001 tokens of 60,000
        await mock.AnswerAsync(body);

        using var refused = await mock.PostAsync(body);

        var error = await refused.Json();
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("rate_limit_error", error["error"]!["type"]!.Text());
        Assert.Contains(
            "would exceed your organization's rate limit of 60,000 input tokens per minute",
            error["error"]!["message"]!.Text(),
            StringComparison.Ordinal);
        Assert.Equal(refused.Header("request-id"), error["request_id"]!.Text());
        Assert.Equal("51", refused.Header("retry-after")); // 50,002 tokens are missing, 1,000 come per second
        Assert.Equal("5000", refused.Header("anthropic-ratelimit-input-tokens-remaining")); // 4,999
        Assert.Equal("60000", refused.Header("anthropic-ratelimit-input-tokens-limit"));
        Assert.Equal("2026-11-22T12:00:55Z", refused.Header("anthropic-ratelimit-input-tokens-reset"));
        Assert.Equal("99", refused.Header("anthropic-ratelimit-requests-remaining"));
        Assert.Equal("69000", refused.Header("anthropic-ratelimit-tokens-limit"));
        Assert.Equal("14000", refused.Header("anthropic-ratelimit-tokens-remaining"));

        mock.Time.Advance(TimeSpan.FromSeconds(51));
        await mock.AnswerAsync(body);
    }

    [Fact]
    public async Task An_answer_takes_the_time_of_the_model_times_the_factor()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions { LatencyFactor = 2 });

        await mock.StreamAsync(MockClient.Body("[[tokens: 120]]", stream: true));

        // 2 x (0.8 s + 5 tokens x 25 us + 120 tokens / 60)
        Assert.Equal(2 * (0.8 + (5 * 25e-6) + 2), (mock.Time.GetUtcNow() - JumpingTime.Start).TotalSeconds, 3);
    }

    [Fact]
    public async Task Every_answer_names_request_organization_and_workspace()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(MockClient.Body("hello"), "globex-1");

        Assert.StartsWith("req_", response.Header("request-id"), StringComparison.Ordinal);
        Assert.True(Guid.TryParse(response.Header("anthropic-organization-id"), out _));
        Assert.StartsWith("wrkspc_01", response.Header("anthropic-workspace-id"), StringComparison.Ordinal);
        Assert.Equal(mock.Server.Keys[1].OrganizationId, response.Header("anthropic-organization-id"));
    }

    [Theory]
    [InlineData("claude-nothing-1", 404, "not_found_error")]
    [InlineData("gpt-6", 404, "not_found_error")]
    [InlineData("claude-haiku-4-5", 200, null)]
    [InlineData("claude-haiku-4-5-20251001", 200, null)]
    public async Task Only_models_that_there_are_answer(string model, int status, string? type)
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello");
        body["model"] = model;

        using var response = await mock.PostAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, (await response.Json())["error"]?["type"]?.Text());
    }

    [Theory]
    [InlineData("""{"model":"claude-sonnet-4-6","max_tokens":10}""")]
    [InlineData("""{"model":"claude-sonnet-4-6","max_tokens":10,"messages":[]}""")]
    [InlineData("""{"model":"claude-sonnet-4-6","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"claude-sonnet-4-6","max_tokens":"10","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"claude-sonnet-4-6","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"claude-sonnet-4-6","max_tokens":0,"stream":true,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"max_tokens":10,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("[]")]
    public async Task A_body_that_the_provider_refuses_is_refused(string body)
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(JsonNode.Parse(body)!);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("invalid_request_error", (await response.Json())["error"]!["type"]!.Text());
    }

    [Fact]
    public async Task Five_breakpoints_are_one_too_many()
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello");
        body["system"] = new JsonArray([.. "abcde".Select(letter => (JsonNode)MockClient.Marked(letter, 10))]);

        using var response = await mock.PostAsync(body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("Found 5", (await response.Json())["error"]!["message"]!.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_lifetime_after_a_short_one_is_refused()
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello");
        body["system"] = new JsonArray(MockClient.Marked('a', 10), MockClient.Marked('b', 10, "1h"));

        using var response = await mock.PostAsync(body);

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_prompt_can_be_warmed_without_an_answer()
    {
        await using var mock = await MockClient.StartAsync();
        var body = MockClient.Body("hello");
        body["system"] = new JsonArray(MockClient.Marked('s', 36_000));
        body["max_tokens"] = 0;

        var answer = await mock.AnswerAsync(body);

        Assert.Empty(answer["content"]!.AsArray());
        Assert.Equal("max_tokens", answer["stop_reason"]!.Text());
        body["max_tokens"] = 10;
        Assert.True((await mock.AnswerAsync(body))["usage"]!["cache_read_input_tokens"].Number() > 0);
    }

    [Fact]
    public async Task Counting_gives_the_size_that_the_prompt_then_has_and_draws_on_its_own_limit()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme", requests: 1));
        var body = MockClient.Body(new string('x', 3600));

        var counted = await mock.AnswerAsync(body, path: "/v1/messages/count_tokens");
        var used = (await mock.AnswerAsync(body))["usage"]!;

        Assert.Equal(used["input_tokens"].Number(), counted["input_tokens"].Number());
        using var again = await mock.PostAsync(body, path: "/v1/messages/count_tokens");
        Assert.Equal(429, (int)again.StatusCode);
    }

    [Fact]
    public async Task A_key_of_several_workspaces_works_in_the_one_that_the_call_names()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { Workspaces = 2 });
        var key = mock.Server.Keys.Single(each => each.Workspaces.Count == 2);
        using var unnamed = await mock.PostAsync(MockClient.Body("hello"), key.Name);
        Assert.Equal(400, (int)unnamed.StatusCode);

        mock.Http.DefaultRequestHeaders.Add("anthropic-workspace-id", key.WorkspaceIds[1]);
        using var named = await mock.PostAsync(MockClient.Body("hello"), key.Name);
        Assert.Equal(key.WorkspaceIds[1], named.Header("anthropic-workspace-id"));
        Assert.Equal("workspace-2", mock.Server.Requests.List()[^1].Workspace);

        using var foreign = await mock.PostAsync(MockClient.Body("hello"), "acme-1");
        Assert.Equal(403, (int)foreign.StatusCode);
    }
}
