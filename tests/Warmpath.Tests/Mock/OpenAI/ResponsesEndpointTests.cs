using System.Text.Json.Nodes;
using Warmpath.Mock;

namespace Warmpath.Tests.Mock.OpenAI;

public class ResponsesEndpointTests
{
    [Fact]
    public async Task A_whole_response_has_the_provider_s_shape()
    {
        await using var mock = await MockClient.StartAsync();

        var response = await mock.AnswerAsync(Prompts.Response("[[say: good morning]]"), path: Prompts.Responses);

        Assert.Equal(("response", "completed", Prompts.Model), (response["object"]!.Text(), response["status"]!.Text(), response["model"]!.Text()));
        Assert.StartsWith("resp_", response.Id(), StringComparison.Ordinal);
        Assert.Equal("good morning", response.OutputText());
        var usage = response["usage"]!;
        Assert.Equal(4, usage["output_tokens"].Number()); // 12 bytes / 3.6
        Assert.Equal(usage["total_tokens"].Number(), usage["input_tokens"].Number() + 4);
        Assert.Equal((0, 0), (usage["input_tokens_details"]!["cache_write_tokens"].Number(), usage["output_tokens_details"]!["reasoning_tokens"].Number()));
    }

    [Fact]
    public async Task A_stream_comes_in_the_provider_s_order_and_numbered()
    {
        await using var mock = await MockClient.StartAsync();

        var events = await mock.StreamAsync(Prompts.Response("[[say: good morning]]", stream: true), path: Prompts.Responses);

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            events.Select(data => data["type"]!.Text()));
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(data => data["sequence_number"].Number()));
        Assert.Equal("good morning", events[4]["delta"]!.Text());
        Assert.Equal("good morning", events[^1]["response"]!.OutputText());
        Assert.Equal(4, events[^1]["response"]!["usage"]!["output_tokens"].Number());
        Assert.Single(events.Where(data => data["response"] is not null).Select(data => data["response"]!.Id()).Distinct());
    }

    [Fact]
    public async Task A_response_that_is_too_long_is_incomplete()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response("[[tokens: 500]]", stream: true);
        body["max_output_tokens"] = 20;

        var last = (await mock.StreamAsync(body, path: Prompts.Responses))[^1];

        Assert.Equal("response.incomplete", last["type"]!.Text());
        Assert.Equal("max_output_tokens", last["response"]!["incomplete_details"]!["reason"]!.Text());
        Assert.Equal(20, last["response"]!["usage"]!["output_tokens"].Number());
    }

    [Fact]
    public async Task Functions_and_custom_tools_are_called_wherever_they_are_offered_and_what_they_gave_is_quoted()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response(new JsonArray(
            JsonNode.Parse("""{"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"all","tools":[{"type":"custom","name":"run"}]}]}"""),
            Prompts.Message("user", """[[tool: weather {"city":"Oslo"}]] [[tool: run {"input":"1 + 1"}]]""")));
        body["tools"] = JsonNode.Parse("""[{"type":"function","name":"weather"}]""");

        var output = (await mock.AnswerAsync(body, path: Prompts.Responses))["output"]!.AsArray();

        Assert.Equal(("function_call", "weather", "{\"city\":\"Oslo\"}"), (output[0]!["type"]!.Text(), output[0]!["name"]!.Text(), output[0]!["arguments"]!.Text()));
        Assert.Equal(("custom_tool_call", "all", "1 + 1"), (output[1]!["type"]!.Text(), output[1]!["namespace"]!.Text(), output[1]!["input"]!.Text()));

        body["input"]!.AsArray().Add(output[0]!.DeepClone());
        body["input"]!.AsArray().Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = output[0]!["call_id"]!.Text(), ["output"] = "rain" });
        Assert.Equal("The tool said: rain", (await mock.AnswerAsync(body, path: Prompts.Responses)).OutputText());
    }

    [Fact]
    public async Task A_schema_is_filled()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response("whatever");
        body["text"] = JsonNode.Parse("""{"format":{"type":"json_schema","name":"a","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}}}""");

        Assert.Equal("""{"n":1}""", (await mock.AnswerAsync(body, path: Prompts.Responses)).OutputText());
    }

    [Fact]
    public async Task Reasoning_is_shown_as_a_summary_and_can_be_sent_again_to_its_own_organization_only()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response("[[thinking]] [[say: hm]]");
        body["include"] = new JsonArray("reasoning.encrypted_content");

        var first = await mock.AnswerAsync(body, path: Prompts.Responses);
        var reasoning = first["output"]![0]!;
        Assert.Equal("reasoning", reasoning["type"]!.Text());
        Assert.True(first["usage"]!["output_tokens_details"]!["reasoning_tokens"].Number() > 0);

        var next = Prompts.Response(new JsonArray(reasoning.DeepClone(), Prompts.Message("user", "and now?")));
        await mock.AnswerAsync(next, path: Prompts.Responses);
        using var elsewhere = await mock.PostAsync(next, "globex-1", Prompts.Responses);
        await elsewhere.AssertOpenAIErrorAsync(400, "invalid_request_error", "invalid_encrypted_content");
    }

    [Fact]
    public async Task Counting_gives_the_size_that_the_prompt_then_has()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response(new string('x', 3600));

        var counted = await mock.AnswerAsync(body, path: "/v1/responses/input_tokens");

        Assert.Equal("response.input_tokens", counted["object"]!.Text());
        Assert.Equal((await mock.AnswerAsync(body, path: Prompts.Responses))["usage"]!["input_tokens"].Number(), counted["input_tokens"].Number());
    }

    [Fact]
    public async Task A_compacted_conversation_keeps_the_user_s_messages_and_can_be_gone_on_from()
    {
        await using var mock = await MockClient.StartAsync();
        var body = Prompts.Response(new JsonArray(Prompts.Message("user", "one"), Prompts.Message("assistant", "two"), Prompts.Message("user", "three")));

        var compacted = await mock.AnswerAsync(body, path: "/v1/responses/compact");
        var output = compacted["output"]!.AsArray();

        Assert.Equal("response.compaction", compacted["object"]!.Text());
        Assert.Equal(["message", "message", "compaction"], output.Select(item => item!["type"]!.Text()));
        Assert.True(compacted["usage"]!["input_tokens"].Number() > 0);
        output.Add(Prompts.Message("user", "[[say: on]]"));
        Assert.Equal("on", (await mock.AnswerAsync(Prompts.Response(output.DeepClone()), path: Prompts.Responses)).OutputText());
    }

    [Theory]
    [InlineData("""{"input":"hello"}""", 400, null)]
    [InlineData("""{"model":"gpt-6-sol"}""", 400, "missing_required_parameter")]
    [InlineData("""{"model":"gpt-6-sol","input":7}""", 400, "invalid_type")]
    [InlineData("""{"model":"gpt-6-sol","input":"x","max_output_tokens":0}""", 400, "integer_below_min_value")]
    [InlineData("""{"model":"gpt-6-sol","input":"x","previous_response_id":"resp_1"}""", 400, "previous_response_not_found")]
    [InlineData("""{"model":"gpt-6-sol","input":"x","previous_response_id":"resp_1","conversation":"conv_1"}""", 400, "mutually_exclusive_parameters")]
    [InlineData("""{"model":"gpt-6-sol","input":"x","conversation":{"id":"conv_1"}}""", 404, null)]
    [InlineData("""{"model":"gpt-0","input":"x"}""", 404, "model_not_found")]
    [InlineData("""{"model":"claude-sonnet-4-6","input":"x"}""", 404, "model_not_found")]
    [InlineData("[]", 400, null)]
    public async Task A_body_that_the_provider_refuses_is_refused(string body, int status, string? code)
    {
        await using var mock = await MockClient.StartAsync();
        using var response = await mock.PostAsync(JsonNode.Parse(body)!, path: Prompts.Responses);

        await response.AssertOpenAIErrorAsync(status, "invalid_request_error", code);
    }

    [Fact]
    public async Task A_stream_takes_the_time_of_the_model_times_the_factor()
    {
        await using var mock = await MockClient.StartAsync(new MockOptions { LatencyFactor = 2 });
        await mock.StreamAsync(Prompts.Response("[[tokens: 120]]", stream: true), path: Prompts.Responses);

        Assert.Equal(2 * (0.8 + 2), (mock.Time.GetUtcNow() - JumpingTime.Start).TotalSeconds, 2);
    }
}
