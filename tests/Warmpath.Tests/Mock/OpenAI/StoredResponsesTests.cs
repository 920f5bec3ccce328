using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

public class StoredResponsesTests
{
    [Fact]
    public async Task A_response_is_found_until_it_is_deleted()
    {
        await using var mock = await MockClient.StartAsync();
        var made = await mock.AnswerAsync(Prompts.Response("hello"), path: Prompts.Responses);
        var path = $"{Prompts.Responses}/{made.Id()}";

        Assert.True(JsonNode.DeepEquals(made, await mock.GetAsync(path)));
        using var deleted = await mock.SendAsync(HttpMethod.Delete, path);
        Assert.True((await deleted.Json())["deleted"]!.GetValue<bool>());
        using var gone = await mock.SendAsync(HttpMethod.Get, path);
        await gone.AssertOpenAIErrorAsync(404, "invalid_request_error", null);
    }

    [Fact]
    public async Task It_is_its_project_s_alone()
    {
        await using var mock = await MockClient.StartAsync(MockClient.Limited("acme") with { Keys = 2, Workspaces = 2 });
        var id = (await mock.AnswerAsync(Prompts.Response("hello"), path: Prompts.Responses)).Id();
        var next = Prompts.Response("and now?");
        next["previous_response_id"] = id;

        using var looked = await mock.SendAsync(HttpMethod.Get, $"{Prompts.Responses}/{id}", "acme-2");
        using var continued = await mock.PostAsync(next, "acme-2", Prompts.Responses);

        await looked.AssertOpenAIErrorAsync(404, "invalid_request_error", null);
        await continued.AssertOpenAIErrorAsync(400, "invalid_request_error", "previous_response_not_found");
        await mock.AnswerAsync(next, path: Prompts.Responses);
    }

    [Fact]
    public async Task What_is_not_to_be_stored_is_not()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response("hello", stream: true);
        body["store"] = false;
        var id = (await mock.StreamAsync(body, path: Prompts.Responses))[0]["response"]!.Id();

        using var looked = await mock.SendAsync(HttpMethod.Get, $"{Prompts.Responses}/{id}");
        Assert.Equal(404, (int)looked.StatusCode);
    }

    [Fact]
    public async Task The_next_response_goes_on_from_all_that_came_before_and_reads_it_from_cache()
    {
        await using var mock = await MockClient.StartAsync();
        var first = await mock.AnswerAsync(Prompts.Response(Prompts.Long), path: Prompts.Responses);
        var body = Prompts.Response("[[say: second]]");
        body["previous_response_id"] = first.Id();
        var second = await mock.AnswerAsync(body, path: Prompts.Responses);
        body["previous_response_id"] = second.Id();

        var third = await mock.AnswerAsync(body, path: Prompts.Responses);

        Assert.Equal(first["usage"]!["input_tokens"].Number(), second.Cached());
        Assert.Equal(second["usage"]!["input_tokens"].Number(), third.Cached());
        Assert.True(third["usage"]!["input_tokens"].Number() > third.Cached());
    }

    [Fact]
    public async Task Its_input_is_listed_by_pages_with_ids_and_without_what_came_before()
    {
        await using var mock = await MockClient.StartAsync();
        var first = await mock.AnswerAsync(Prompts.Response("zero"), path: Prompts.Responses);
        var body = Prompts.Response(new JsonArray([.. "abc".Select(letter => (JsonNode)Prompts.Message("user", letter.ToString()))]));
        body["previous_response_id"] = first.Id();
        var id = (await mock.AnswerAsync(body, path: Prompts.Responses)).Id();

        var newest = await mock.GetAsync($"{Prompts.Responses}/{id}/input_items?limit=2");
        var rest = await mock.GetAsync($"{Prompts.Responses}/{id}/input_items?limit=2&after={newest["last_id"]!.Text()}");
        var oldest = await mock.GetAsync($"{Prompts.Responses}/{id}/input_items?order=asc&limit=1");

        Assert.Equal(["c", "b", "a", "a"], new[] { newest, rest, oldest }.SelectMany(list => list["data"]!.AsArray()).Select(item => item!["content"]![0]!["text"]!.Text()));
        Assert.Equal([true, false, true], new[] { newest, rest, oldest }.Select(list => list["has_more"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Only_what_was_made_in_the_background_can_be_canceled()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response("hello");
        var usual = await mock.AnswerAsync(body, path: Prompts.Responses);
        body["background"] = true;
        var background = await mock.AnswerAsync(body, path: Prompts.Responses);

        using var refused = await mock.SendAsync(HttpMethod.Post, $"{Prompts.Responses}/{usual.Id()}/cancel");
        using var canceled = await mock.SendAsync(HttpMethod.Post, $"{Prompts.Responses}/{background.Id()}/cancel");

        await refused.AssertOpenAIErrorAsync(400, "invalid_request_error", null);
        Assert.Equal(background.Id(), (await canceled.Json()).Id());
    }
}
