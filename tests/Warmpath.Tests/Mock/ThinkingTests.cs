using System.Text.Json.Nodes;
using Warmpath.Mock.Content;

namespace Warmpath.Tests.Mock;

/// <summary>What becomes of thinking that a conversation carries from one account to another (providers.md 2.8).</summary>
public class ThinkingTests
{
    private const string AccountBound = "claude-sonnet-5-5";
    private const string Portable = "claude-sonnet-4-6";
    private const string PrefixBound = "claude-opus-5-5";

    [Fact]
    public async Task A_signature_says_where_the_thinking_was_made()
    {
        await using var mock = await MockClient.StartAsync();
        var answer = await mock.AnswerAsync(FirstTurn(Portable));

        var signature = ThinkingSignature.Parse(answer["content"]![0]!["signature"]!.Text())!;

        Assert.Equal((mock.Server.Keys[0].OrganizationId, Portable), (signature.OrganizationId, signature.Model));
    }

    [Theory]
    [InlineData(AccountBound, true)]
    [InlineData(Portable, false)]
    public async Task Thinking_of_another_account_is_dropped_where_it_is_bound(string model, bool dropped)
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme"), MockClient.Limited("globex"));
        var second = SecondTurn(model, await mock.AnswerAsync(FirstTurn(model)));

        // Both organizations are asked the same twice: what the second time reads is the prompt as each of them has it.
        var athome = await TotalAsync(mock, second, "acme-1");
        var away = await TotalAsync(mock, second, "globex-1");

        Assert.Equal(dropped, away < athome);
        Assert.Equal(away, (await mock.AnswerAsync(second, "globex-1"))["usage"]!["cache_read_input_tokens"].Number());
    }

    [Fact]
    public async Task A_dropped_block_changes_all_that_follows()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme"), MockClient.Limited("globex"));
        var first = await mock.AnswerAsync(FirstTurn(AccountBound), "acme-1");
        await mock.AnswerAsync(FirstTurn(AccountBound), "globex-1");
        var second = SecondTurn(AccountBound, first);
        var own = SecondTurn(AccountBound, await mock.AnswerAsync(FirstTurn(AccountBound), "globex-1"));
        await mock.AnswerAsync(own, "globex-1");

        // Up to the thinking both conversations are the same; from there on nothing that globex has is of use.
        var usage = (await mock.AnswerAsync(second, "globex-1"))["usage"]!;

        Assert.InRange(usage["cache_read_input_tokens"].Number(), 10_000, 10_100);
        Assert.InRange(usage["cache_creation_input_tokens"].Number(), 1, 200);
    }

    [Theory]
    [InlineData(PrefixBound, true, 400)]
    [InlineData(PrefixBound, false, 200)]
    [InlineData(Portable, true, 200)]
    public async Task A_changed_conversation_is_refused_by_an_organization_that_checks(string model, bool checks, int status)
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { ChecksThinking = checks });
        var second = SecondTurn(model, await mock.AnswerAsync(FirstTurn(model)));
        second["messages"]![0]!["content"]![0]!["text"] = "Something else.";

        using var response = await mock.PostAsync(second);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            Assert.StartsWith(
                "messages.1.content.0: Invalid `signature` in `thinking` block",
                (await response.Json())["error"]!["message"]!.Text(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unchanged_conversation_passes_the_check()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { ChecksThinking = true });

        await mock.AnswerAsync(SecondTurn(PrefixBound, await mock.AnswerAsync(FirstTurn(PrefixBound))));
    }

    private static async Task<int> TotalAsync(MockClient mock, JsonObject body, string key)
    {
        var usage = (await mock.AnswerAsync(body, key))["usage"]!;
        return usage["input_tokens"].Number() + usage["cache_creation_input_tokens"].Number() + usage["cache_read_input_tokens"].Number();
    }

    private static JsonObject FirstTurn(string model)
    {
        var body = MockClient.Body("");
        body["model"] = model;
        body["system"] = new JsonArray(MockClient.Marked('s', 36_000));
        body["messages"]![0]!["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "[[thinking]]" });
        return body;
    }

    private static JsonObject SecondTurn(string model, JsonNode answer)
    {
        var body = FirstTurn(model);
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = answer["content"]!.DeepClone() });
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(MockClient.Marked('b', 100)) });
        return body;
    }
}
