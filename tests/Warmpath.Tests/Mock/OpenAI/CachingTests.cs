using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

/// <summary>Caches and limits of OpenAI's models.</summary>
public class CachingTests
{
    [Fact]
    public async Task A_prompt_is_cached_by_itself_for_all_projects_of_its_organization()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { Keys = 2, Workspaces = 2 }, MockClient.Limited("globex"));
        var body = Prompts.Response("hello", instructions: Prompts.Long);
        var first = await mock.AnswerAsync(body, "acme-1", Prompts.Responses);

        Assert.Equal(first["usage"]!["input_tokens"].Number(), first["usage"]!["input_tokens_details"]!["cache_write_tokens"].Number());
        Assert.Equal(first["usage"]!["input_tokens"].Number(), (await mock.AnswerAsync(body, "acme-2", Prompts.Responses)).Cached());
        Assert.Equal(0, (await mock.AnswerAsync(body, "globex-1", Prompts.Responses)).Cached());
    }

    [Fact]
    public async Task Another_conversation_reads_the_front_that_it_shares()
    {
        await using var mock = await MockClient.StartAsync();
        await mock.AnswerAsync(Prompts.Response("one", instructions: Prompts.Long), path: Prompts.Responses);

        Assert.Equal(10_001, (await mock.AnswerAsync(Prompts.Response("two", instructions: Prompts.Long), path: Prompts.Responses)).Cached());
    }

    [Fact]
    public async Task However_a_client_writes_its_messages_they_are_the_same()
    {
        await using var mock = await MockClient.StartAsync();
        var first = await mock.AnswerAsync(Prompts.Response(Prompts.Long), path: Prompts.Responses);
        var user = JsonNode.Parse($$"""{"type":"message","id":"msg_1","role":"user","content":[{"type":"input_text","text":"{{Prompts.Long}}"}]}""");

        var second = await mock.AnswerAsync(Prompts.Response(new JsonArray(user, first["output"]![0]!.DeepClone(), Prompts.Message("user", "next"))), path: Prompts.Responses);

        Assert.Equal(first["usage"]!["input_tokens"].Number(), second.Cached());
    }

    [Fact]
    public async Task Short_prompts_are_not_cached()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response(new string('x', 3_600)); // 1,001 tokens

        await mock.AnswerAsync(body, path: Prompts.Responses);
        Assert.Equal(0, (await mock.AnswerAsync(body, path: Prompts.Responses)).Cached());
    }

    [Fact]
    public async Task Chat_completions_read_from_cache_too()
    {
        await using var mock = await MockClient.StartAsync();
        await mock.AnswerAsync(Prompts.Completion("one", system: Prompts.Long), path: Prompts.Chat);

        var details = (await mock.AnswerAsync(Prompts.Completion("one", system: Prompts.Long), path: Prompts.Chat))["usage"]!["prompt_tokens_details"]!;
        Assert.True(details["cached_tokens"].Number() > 10_000);
        Assert.Equal(0, details["cache_write_tokens"].Number());
    }

    [Fact]
    public async Task What_is_read_and_what_is_said_count_against_the_limit_and_whoever_is_over_it_is_told_for_how_long()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme", requests: 100, input: 24_000, output: 1));
        var body = Prompts.Response("[[tokens: 990]]", instructions: Prompts.Long);
        var size = (await mock.AnswerAsync(body, path: Prompts.Responses))["usage"]!["total_tokens"].Number();
        using var second = await mock.PostAsync(body, path: Prompts.Responses);
        using var refused = await mock.PostAsync(body, path: Prompts.Responses);

        Assert.Equal("100", second.Header("x-ratelimit-limit-requests"));
        Assert.Equal("98", second.Header("x-ratelimit-remaining-requests"));
        Assert.Equal("1.2s", second.Header("x-ratelimit-reset-requests"));
        Assert.Equal("24000", second.Header("x-ratelimit-limit-tokens"));
        Assert.Equal($"{24_000 - (2 * size)}", second.Header("x-ratelimit-remaining-tokens"));
        await refused.AssertOpenAIErrorAsync(429, "rate_limit_error", "rate_limit_exceeded");
        Assert.Equal(Math.Ceiling(((3 * size) - 24_000) / 400.0), double.Parse(refused.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture));

        mock.Time.Advance(TimeSpan.FromMinutes(1));
        await mock.AnswerAsync(body, path: Prompts.Responses);
    }

    [Fact]
    public async Task Each_model_has_a_limit_of_its_own_that_the_tier_s_organizations_have_too()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(Prompts.Response("hello"), path: Prompts.Responses);
        var other = Prompts.Response("hello");
        other["model"] = "gpt-5.5";
        using var elsewhere = await mock.PostAsync(other, path: Prompts.Responses);

        Assert.Equal(["999", "999"], new[] { response, elsewhere }.Select(answer => answer.Header("x-ratelimit-remaining-requests")));
    }
}
