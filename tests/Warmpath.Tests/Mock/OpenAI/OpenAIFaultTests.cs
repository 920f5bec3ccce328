using System.Text.Json.Nodes;
using Warmpath.Mock;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.OpenAI;

namespace Warmpath.Tests.Mock.OpenAI;

/// <summary>The faults as OpenAI's clients meet them.</summary>
public class OpenAIFaultTests
{
    [Theory]
    [InlineData(FaultName.RateLimit, 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(FaultName.Acceleration, 429, "rate_limit_error", "slow_down")]
    [InlineData(FaultName.SpendCap, 429, "insufficient_quota", "organization_spend_limit_exceeded")]
    [InlineData(FaultName.Credit400, 429, "insufficient_quota", "insufficient_quota")]
    [InlineData(FaultName.Billing402, 429, "insufficient_quota", "credit_balance_exhausted")]
    [InlineData(FaultName.InvalidKey401, 401, "invalid_request_error", "invalid_api_key")]
    [InlineData(FaultName.NotFound404, 404, "invalid_request_error", "model_not_found")]
    [InlineData(FaultName.Signature400, 400, "invalid_request_error", "invalid_encrypted_content")]
    [InlineData(FaultName.ApiError500, 500, "server_error", "server_error")]
    [InlineData(FaultName.Overloaded529, 503, "service_unavailable_error", "server_is_overloaded")]
    public async Task An_error_has_its_status_type_and_code(string name, int status, string type, string code)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name) { Times = 1, RetryAfter = 1.2, ShouldRetry = false });

        using var response = await mock.PostAsync(Prompts.Response("hello", stream: true), path: Prompts.Responses);

        await response.AssertOpenAIErrorAsync(status, type, code);
        Assert.Equal(("2", "false"), (response.Header("retry-after"), response.Header("x-should-retry")));
        Assert.Equal(name == FaultName.InvalidKey401, response.Header("openai-organization") is null);
        Assert.Equal(name, mock.Server.Requests.List()[^1].Fault);
        await mock.StreamAsync(Prompts.Response("hello", stream: true), path: Prompts.Responses);
    }

    [Fact]
    public void Every_error_has_OpenAI_s_words() => Assert.All(
        FaultName.All.Where(name => FaultCatalog.EffectOf(new(name)) is ErrorEffect),
        name => Assert.InRange(OpenAIFaults.ErrorOf(new(new(name), "acme", Prompts.Model, JumpingTime.Start)).Status, 400, 599));

    [Theory]
    [InlineData(FaultName.CutAfterStart, "response.created")]
    [InlineData(FaultName.CutAfterContent, "response.output_text.delta")]
    [InlineData(FaultName.CutAfterBlock, "response.output_item.done")]
    public async Task A_stream_is_cut_where_it_should_be(string name, string last)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name));
        using var response = await mock.PostAsync(Prompts.Response("hello", stream: true), path: Prompts.Responses);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<string>();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await body.ReadLineAsync() is { } line)
            {
                events.AddRange(line.StartsWith("event: ", StringComparison.Ordinal) ? [line["event: ".Length..]] : []);
            }
        });

        Assert.Equal(last, events[^1]);
    }

    [Theory]
    [InlineData(FaultName.StreamErrorFirst, 0, "error")]
    [InlineData(FaultName.StreamErrorAfter, 5, "response.failed")]
    [InlineData(FaultName.StreamErrorAfterBlock, 9, "response.failed")]
    public async Task An_error_in_a_stream_is_its_last_event(string name, int before, string type)
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(name));

        var events = await mock.StreamAsync(Prompts.Response("hello", stream: true), path: Prompts.Responses);

        Assert.Equal(before, events.Length - 1);
        Assert.Equal((type, before), (events[^1]["type"]!.Text(), events[^1]["sequence_number"].Number()));
        Assert.Equal("server_is_overloaded", (events[^1]["response"]?["error"] ?? events[^1])["code"]!.Text());
    }

    [Fact]
    public async Task A_chunk_may_be_an_error_and_a_stream_may_lack_its_done()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.StreamErrorAfter) { Times = 1, ErrorType = "rate_limit_error" });
        mock.Server.Faults.Add(new(FaultName.EndWithoutStop) { Times = 1 });

        var failed = await mock.StreamAsync(Prompts.Completion("hello", stream: true), path: Prompts.Chat);
        var ended = await mock.StreamAsync(Prompts.Completion("hello", stream: true), path: Prompts.Chat);

        Assert.Equal("rate_limit_exceeded", failed[^1]["error"]!["code"]!.Text());
        Assert.Equal("stop", ended[^1]["choices"]![0]!["finish_reason"]!.Text());
    }

    [Fact]
    public async Task A_whole_answer_fails_with_the_error_that_a_stream_would_hold()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.StreamErrorAfter));
        using var response = await mock.PostAsync(Prompts.Completion("hello"), path: Prompts.Chat);

        await response.AssertOpenAIErrorAsync(503, "service_unavailable_error", "server_is_overloaded");
    }

    [Theory]
    [InlineData(null, MockRoute.Responses, true)]
    [InlineData(null, MockRoute.Chat, true)]
    [InlineData(null, MockRoute.Embeddings, false)]
    [InlineData(null, MockRoute.Conversations, false)]
    [InlineData(MockRoute.Embeddings, MockRoute.Embeddings, true)]
    [InlineData(MockRoute.Chat, MockRoute.Responses, false)]
    [InlineData("all", MockRoute.Conversations, true)]
    public void A_fault_is_met_where_prompts_are_answered_unless_it_names_its_route(string? named, string route, bool isMet)
    {
        var faults = new FaultList();
        faults.Add(new(FaultName.Overloaded529) { Route = named });

        Assert.Equal(isMet, faults.Take(new MockKey("acme-1", new("acme"), ["default"]), null, route) is not null);
    }

    [Fact]
    public async Task Trouble_of_an_account_is_met_on_every_route()
    {
        await using var mock = await MockClient.StartAsync();
        mock.Server.Faults.Add(new(FaultName.Credit400) { Key = "acme-1" });

        foreach (var path in new[] { Prompts.Responses, Prompts.Chat, "/v1/embeddings", "/v1/conversations" })
        {
            using var response = await mock.PostAsync(new JsonObject(), path: path);
            Assert.Equal(429, (int)response.StatusCode);
        }
    }
}
