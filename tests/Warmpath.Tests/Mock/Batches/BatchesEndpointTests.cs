using System.Text.Json.Nodes;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;

namespace Warmpath.Tests.Mock.Batches;

public class BatchesEndpointTests
{
    private const string Batches = "/v1/messages/batches";

    [Fact]
    public async Task A_batch_is_in_progress_until_its_time_has_come()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions { LatencyFactor = 2 });

        var created = await mock.AnswerAsync(Batch("[[say: one]]", "[[say: two]]"), path: Batches);

        Assert.StartsWith("msgbatch_01", created["id"]!.Text(), StringComparison.Ordinal);
        Assert.Equal("message_batch", created["type"]!.Text());
        Assert.Equal("in_progress", created["processing_status"]!.Text());
        Assert.Equal("""{"processing":2,"succeeded":0,"errored":0,"canceled":0,"expired":0}""", created["request_counts"]!.ToJsonString());
        Assert.Equal("2026-11-22T12:00:00.000000Z", created["created_at"]!.Text());
        Assert.Equal("2026-11-23T12:00:00.000000Z", created["expires_at"]!.Text());
        foreach (var later in new[] { "ended_at", "archived_at", "cancel_initiated_at", "results_url" })
        {
            Assert.True(created.AsObject().TryGetPropertyValue(later, out var value));
            Assert.Null(value);
        }

        mock.Time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Equal("in_progress", (await mock.GetAsync(PathOf(created)))["processing_status"]!.Text());
        mock.Time.Advance(TimeSpan.FromSeconds(0.001));
        var ended = await mock.GetAsync(PathOf(created));

        Assert.Equal("ended", ended["processing_status"]!.Text());
        Assert.Equal("""{"processing":0,"succeeded":2,"errored":0,"canceled":0,"expired":0}""", ended["request_counts"]!.ToJsonString());
        Assert.Equal("2026-11-22T12:00:10.000000Z", ended["ended_at"]!.Text());
        Assert.Equal(mock.Server.BaseUrl + PathOf(created) + "/results", ended["results_url"]!.Text());
    }

    [Fact]
    public async Task Without_latency_a_batch_has_ended_when_it_is_looked_at()
    {
        await using var mock = await MockClient.StartAsync();

        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);

        Assert.Equal("in_progress", created["processing_status"]!.Text());
        Assert.Equal("ended", (await mock.GetAsync(PathOf(created)))["processing_status"]!.Text());
    }

    [Fact]
    public async Task Results_are_lines_of_what_a_message_would_be_answered()
    {
        await using var mock = await MockClient.StartAsync();
        var batch = Batch("[[say: good morning]]", "hello", "hello");
        batch["requests"]![1]!["params"]!["model"] = "claude-nothing-1";
        batch["requests"]![2]!["params"]!["max_tokens"] = 0;
        var created = await mock.AnswerAsync(batch, path: Batches);

        using var response = await mock.SendAsync(HttpMethod.Get, PathOf(created) + "/results");
        var text = await response.Content.ReadAsStringAsync();
        JsonNode[] results = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

        Assert.Equal("application/x-jsonl", response.Content.Headers.ContentType!.ToString());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal(["r0", "r1", "r2"], results.Select(result => result["custom_id"]!.Text()));
        Assert.Equal(["succeeded", "errored", "errored"], results.Select(result => result["result"]!["type"]!.Text()));
        var message = results[0]["result"]!["message"]!;
        Assert.Equal("good morning", message["content"]![0]!["text"]!.Text());
        var usage = (await mock.AnswerAsync(MockClient.Body("[[say: good morning]]")))["usage"]!;
        usage["service_tier"] = "batch";
        Assert.True(JsonNode.DeepEquals(usage, message["usage"]));
        var error = results[1]["result"]!["error"]!;
        Assert.Equal(("error", "not_found_error"), (error["type"]!.Text(), error["error"]!["type"]!.Text()));
        Assert.Equal("invalid_request_error", results[2]["result"]!["error"]!["error"]!["type"]!.Text());
        var counts = (await mock.GetAsync(PathOf(created)))["request_counts"]!;
        Assert.Equal((1, 2), (counts["succeeded"].Number(), counts["errored"].Number()));

        using var again = await mock.SendAsync(HttpMethod.Get, PathOf(created) + "/results");
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task There_are_no_results_before_the_end()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions());
        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);

        using var response = await mock.SendAsync(HttpMethod.Get, PathOf(created) + "/results");

        await response.AssertErrorAsync(404, "not_found_error");
    }

    [Fact]
    public async Task A_canceled_batch_is_canceling_then_ended_with_nothing_answered()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions());
        var created = await mock.AnswerAsync(Batch("hello", "hello"), path: Batches);
        mock.Time.Advance(TimeSpan.FromSeconds(1));

        using var canceled = await mock.SendAsync(HttpMethod.Post, PathOf(created) + "/cancel");
        mock.Time.Advance(TimeSpan.FromSeconds(0.5));
        using var again = await mock.SendAsync(HttpMethod.Post, PathOf(created) + "/cancel");
        mock.Time.Advance(TimeSpan.FromSeconds(0.5));
        var ended = await mock.GetAsync(PathOf(created));

        var canceling = await canceled.Json();
        Assert.Equal("canceling", canceling["processing_status"]!.Text());
        Assert.Equal("2026-11-22T12:00:01.000000Z", canceling["cancel_initiated_at"]!.Text());
        Assert.Equal(2, canceling["request_counts"]!["processing"].Number());
        Assert.True(JsonNode.DeepEquals(canceling, await again.Json()));
        Assert.Equal("ended", ended["processing_status"]!.Text());
        Assert.Equal("2026-11-22T12:00:02.000000Z", ended["ended_at"]!.Text());
        Assert.Equal("""{"processing":0,"succeeded":0,"errored":0,"canceled":2,"expired":0}""", ended["request_counts"]!.ToJsonString());
        using var results = await mock.SendAsync(HttpMethod.Get, PathOf(created) + "/results");
        Assert.StartsWith(
            """{"custom_id":"r0","result":{"type":"canceled"}}""", await results.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_canceled()
    {
        await using var mock = await MockClient.StartAsync();
        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);

        using var response = await mock.SendAsync(HttpMethod.Post, PathOf(created) + "/cancel");

        await response.AssertErrorAsync(400, "invalid_request_error");
    }

    [Fact]
    public async Task Only_what_has_ended_can_be_deleted_and_then_it_is_gone()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions());
        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);

        using var early = await mock.SendAsync(HttpMethod.Delete, PathOf(created));
        mock.Time.Advance(TimeSpan.FromSeconds(5));
        using var deleted = await mock.SendAsync(HttpMethod.Delete, PathOf(created));
        using var gone = await mock.SendAsync(HttpMethod.Get, PathOf(created));

        await early.AssertErrorAsync(400, "invalid_request_error");
        Assert.Equal($$"""{"id":"{{created["id"]!.Text()}}","type":"message_batch_deleted"}""", await deleted.Content.ReadAsStringAsync());
        await gone.AssertErrorAsync(404, "not_found_error");
    }

    [Fact]
    public async Task A_list_has_the_workspace_s_batches_newest_first()
    {
        await using var mock = await MockClient.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await mock.AnswerAsync(Batch("hello"), path: Batches))["id"]!.Text());
        }

        var all = await mock.GetAsync(Batches);
        var first = await mock.GetAsync($"{Batches}?limit=2");
        var rest = await mock.GetAsync($"{Batches}?limit=2&after_id={ids[1]}");
        var newer = await mock.GetAsync($"{Batches}?limit=1&before_id={ids[2]}");
        using var foreign = await mock.SendAsync(HttpMethod.Get, $"{Batches}?after_id={ids[1]}", "globex-1");

        Assert.Equal(ids, all.Ids());
        Assert.Equal(ids[..2], first.Ids());
        Assert.Equal((true, ids[0], ids[1]), (first["has_more"]!.GetValue<bool>(), first["first_id"]!.Text(), first["last_id"]!.Text()));
        Assert.Equal(ids[2..], rest.Ids());
        Assert.False(rest["has_more"]!.GetValue<bool>());
        Assert.Equal([ids[1]], newer.Ids());
        await foreign.AssertErrorAsync(404, "not_found_error");
        Assert.Equal(
            """{"data":[],"has_more":false,"first_id":null,"last_id":null}""", (await mock.GetAsync(Batches, "globex-1")).ToJsonString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/results")]
    [InlineData("POST", "/cancel")]
    [InlineData("DELETE", "")]
    public async Task A_batch_of_another_workspace_is_not_found(string method, string part)
    {
        await using var mock = await MockClient.StartAsync(new MockOrganization("acme") { Keys = 3, Workspaces = 2 });
        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);

        using var foreign = await mock.SendAsync(new(method), PathOf(created) + part, "acme-2");

        await foreign.AssertErrorAsync(404, "not_found_error");
        Assert.Equal(created["id"]!.Text(), (await mock.GetAsync(PathOf(created), "acme-3"))["id"]!.Text());
    }

    [Theory]
    [InlineData("PUT", "", "GET, POST")]
    [InlineData("POST", "/msgbatch_1", "GET, DELETE")]
    [InlineData("GET", "/msgbatch_1/cancel", "POST")]
    [InlineData("POST", "/msgbatch_1/results", "GET")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        await using var mock = await MockClient.StartAsync();

        using var response = await mock.SendAsync(new(method), Batches + path);

        await response.AssertErrorAsync(405, "invalid_request_error");
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_batch_that_is_none_is_refused()
    {
        await using var mock = await MockClient.StartAsync();

        using var empty = await mock.PostAsync(new JsonObject(), path: Batches);
        using var none = await mock.SendAsync(HttpMethod.Post, Batches);

        await empty.AssertErrorAsync(400, "invalid_request_error");
        await none.AssertErrorAsync(400, "invalid_request_error");
    }

    [Fact]
    public async Task Batches_have_a_limit_of_their_own_and_draw_on_no_model_s()
    {
        await using var mock = await MockClient.StartAsync(new MockOrganization("acme")
        {
            Limits = new Dictionary<string, Warmpath.Routing.Limits.LimitSettings> { ["*"] = new(1, 1000, 1000), [MockTier.Batches] = new(2, null, null) },
        });

        var created = await mock.AnswerAsync(Batch("[[tokens: 900]]", "[[tokens: 900]]"), path: Batches);
        await mock.GetAsync(PathOf(created));
        using var refused = await mock.SendAsync(HttpMethod.Get, PathOf(created));

        await refused.AssertErrorAsync(429, "rate_limit_error");
        Assert.Equal("30", refused.Header("retry-after"));
        Assert.Equal("2", refused.Header("anthropic-ratelimit-requests-limit"));
        Assert.Null(refused.Header("anthropic-ratelimit-tokens-limit"));
        await mock.AnswerAsync(MockClient.Body("[[tokens: 900]]"));
    }

    [Fact]
    public async Task Faults_can_aim_at_batches_and_break_their_answers()
    {
        await using var mock = await MockClient.StartAsync();
        var created = await mock.AnswerAsync(Batch("hello"), path: Batches);
        mock.Server.Faults.Add(new(FaultName.Overloaded529) { Route = MockRoute.Batches, Times = 1 });
        mock.Server.Faults.Add(new(FaultName.CutAfterContent) { Route = MockRoute.Batches });

        await mock.AnswerAsync(MockClient.Body("hello"));
        using var overloaded = await mock.SendAsync(HttpMethod.Get, PathOf(created));
        using var cut = await mock.SendAsync(HttpMethod.Get, PathOf(created) + "/results");

        await overloaded.AssertErrorAsync(529, "overloaded_error");
        Assert.Equal(200, (int)cut.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_log_shows_batches_and_none_of_their_prompts()
    {
        await using var mock = await MockClient.StartAsync();
        await mock.AnswerAsync(Batch("the prompt"), path: Batches);

        var logged = Assert.Single(mock.Server.Requests.List());
        Assert.Equal(("POST", Batches, 200, "default"), (logged.Method, logged.Path, logged.Status, logged.Workspace));
        var shown = await mock.Http.GetStringAsync(mock.Server.BaseUrl + "/mock/requests");
        Assert.DoesNotContain("the prompt", shown, StringComparison.Ordinal);
    }

    /// <summary>A request for each prompt: <c>r0</c>, <c>r1</c> and so on.</summary>
    private static JsonObject Batch(params string[] prompts) => new()
    {
        ["requests"] = new JsonArray([.. prompts.Select((prompt, i) => new JsonObject { ["custom_id"] = $"r{i}", ["params"] = MockClient.Body(prompt) })]),
    };

    private static string PathOf(JsonNode batch) => $"{Batches}/{batch["id"]!.Text()}";
}
