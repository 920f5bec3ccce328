using System.Text.Json.Nodes;

namespace Warmpath.Tests.Mock.OpenAI;

public class ChatEndpointTests
{
    [Fact]
    public async Task A_whole_completion_has_the_provider_s_shape()
    {
        await using var mock = await MockClient.StartAsync();

        var completion = await mock.AnswerAsync(Prompts.Completion("[[say: good morning]]"), path: Prompts.Chat);

        Assert.Equal("chat.completion", completion["object"]!.Text());
        Assert.StartsWith("chatcmpl-", completion.Id(), StringComparison.Ordinal);
        var choice = Assert.Single(completion["choices"]!.AsArray())!;
        Assert.Equal(("assistant", "good morning", "stop"), (choice["message"]!["role"]!.Text(), choice["message"]!["content"]!.Text(), choice["finish_reason"]!.Text()));
        Assert.Equal(4, completion["usage"]!["completion_tokens"].Number());
        Assert.Equal(completion["usage"]!["total_tokens"].Number(), completion["usage"]!["prompt_tokens"].Number() + 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_has_chunks_without_names_its_usage_where_it_was_asked_for_and_a_done(bool usage)
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Completion("[[say: good morning]]", stream: true);
        body["stream_options"] = new JsonObject { ["include_usage"] = usage };
        using var response = await mock.PostAsync(body, path: Prompts.Chat);
        var text = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("event:", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        var chunks = MockClient.Events(text.Replace("data: [DONE]\n\n", "", StringComparison.Ordinal));
        var choices = chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).ToArray();
        Assert.Equal("assistant", choices[0]!["delta"]!["role"]!.Text());
        Assert.Equal("good morning", string.Concat(choices.Select(choice => choice!["delta"]!["content"]?.Text())));
        Assert.Equal("stop", choices[^1]!["finish_reason"]!.Text());
        Assert.Equal(usage ? 4 : null, chunks[^1]["usage"]?["completion_tokens"].Number());
    }

    [Fact]
    public async Task Functions_are_called_and_what_they_gave_is_quoted()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Completion("""[[tool: weather {"city":"Oslo"}]]""");
        body["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"weather"}}]""");

        var choice = (await mock.AnswerAsync(body, path: Prompts.Chat))["choices"]![0]!;
        var call = choice["message"]!["tool_calls"]![0]!;
        body["messages"]!.AsArray().Add(choice["message"]!.DeepClone());
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = call.Id(), ["content"] = "rain" });
        var next = (await mock.AnswerAsync(body, path: Prompts.Chat))["choices"]![0]!;

        Assert.Equal(("tool_calls", "weather", "{\"city\":\"Oslo\"}"), (choice["finish_reason"]!.Text(), call["function"]!["name"]!.Text(), call["function"]!["arguments"]!.Text()));
        Assert.Equal("The tool said: rain", next["message"]!["content"]!.Text());
    }

    [Fact]
    public async Task A_schema_is_filled_and_a_short_completion_breaks_off()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Completion("whatever");
        body["response_format"] = JsonNode.Parse("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}}}""");
        var filled = (await mock.AnswerAsync(body, path: Prompts.Chat))["choices"]![0]!;
        body["max_completion_tokens"] = 1;
        var cut = (await mock.AnswerAsync(body, path: Prompts.Chat))["choices"]![0]!;

        Assert.Equal("""{"n":1}""", filled["message"]!["content"]!.Text());
        Assert.Equal("length", cut["finish_reason"]!.Text());
    }

    [Fact]
    public async Task Without_messages_it_is_refused()
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(JsonNode.Parse("""{"model":"gpt-6-sol"}""")!, path: Prompts.Chat);

        await response.AssertOpenAIErrorAsync(400, "invalid_request_error", "missing_required_parameter");
    }
}
