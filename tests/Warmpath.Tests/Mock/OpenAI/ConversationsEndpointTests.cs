using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

public class ConversationsEndpointTests
{
    private const string Path = "/v1/conversations";

    [Fact]
    public async Task A_conversation_is_made_changed_and_deleted()
    {
        await using var mock = await MockClient.StartAsync();
        var made = await mock.AnswerAsync(JsonNode.Parse("""{"metadata":{"topic":"weather"}}""")!, path: Path);
        var own = $"{Path}/{made.Id()}";

        Assert.Equal(("conversation", "weather"), (made["object"]!.Text(), made["metadata"]!["topic"]!.Text()));
        await mock.AnswerAsync(JsonNode.Parse("""{"metadata":{"topic":"rain"}}""")!, path: own);
        Assert.Equal("rain", (await mock.GetAsync(own))["metadata"]!["topic"]!.Text());
        using var deleted = await mock.SendAsync(HttpMethod.Delete, own);
        Assert.Equal("conversation.deleted", (await deleted.Json())["object"]!.Text());
        using var gone = await mock.SendAsync(HttpMethod.Get, own);
        await gone.AssertOpenAIErrorAsync(404, "invalid_request_error", null);
    }

    [Fact]
    public async Task It_can_be_made_of_nothing()
    {
        await using var mock = await MockClient.StartAsync();
        using var made = await mock.SendAsync(HttpMethod.Post, Path);

        Assert.StartsWith("conv_", (await made.Json()).Id(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_are_added_listed_found_and_deleted()
    {
        await using var mock = await MockClient.StartAsync();
        var made = await mock.AnswerAsync(new JsonObject { ["items"] = new JsonArray(Prompts.Message("user", "one")) }, path: Path);
        var items = $"{Path}/{made.Id()}/items";

        var added = await mock.AnswerAsync(new JsonObject { ["items"] = new JsonArray(Prompts.Message("user", "two")) }, path: items);
        var two = Assert.Single(added.Ids());
        Assert.Equal("two", (await mock.GetAsync($"{items}/{two}"))["content"]![0]!["text"]!.Text());
        Assert.Equal(2, (await mock.GetAsync(items)).Ids().Count());
        using var deleted = await mock.SendAsync(HttpMethod.Delete, $"{items}/{two}");
        Assert.Equal(made.Id(), (await deleted.Json()).Id());
        Assert.Single((await mock.GetAsync(items)).Ids());
        using var gone = await mock.SendAsync(HttpMethod.Get, $"{items}/{two}");
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Responses_go_on_from_it_and_add_to_it()
    {
        await using var mock = await MockClient.StartAsync();
        var id = (await mock.AnswerAsync(new JsonObject(), path: Path)).Id();
        var body = Prompts.Response(Prompts.Long);
        body["conversation"] = id;

        var first = await mock.AnswerAsync(body, path: Prompts.Responses);
        body["input"] = "and now?";
        body["conversation"] = new JsonObject { ["id"] = id };
        var second = await mock.AnswerAsync(body, path: Prompts.Responses);

        Assert.Equal(id, second["conversation"]!.Id());
        Assert.Equal(first["usage"]!["input_tokens"].Number(), second.Cached());
        Assert.Equal(["user", "assistant", "user", "assistant"], (await mock.GetAsync($"{Path}/{id}/items?order=asc"))["data"]!.AsArray().Select(item => item!["role"]!.Text()));
    }

    [Fact]
    public async Task It_is_its_project_s_alone()
    {
        await using var mock = await MockClient.StartAsync();
        var id = (await mock.AnswerAsync(new JsonObject(), path: Path)).Id();

        using var response = await mock.SendAsync(HttpMethod.Get, $"{Path}/{id}", "globex-1");
        Assert.Equal(404, (int)response.StatusCode);
    }
}
