using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Routing;

namespace Warmpath.Mock.OpenAI;

/// <summary>An answer of <c>/v1/chat/completions</c>, whole or as chunks without names. Reasoning is not shown, only counted.</summary>
/// <param name="includesUsage">Whether a stream tells its usage before it ends.</param>
internal sealed class ChatCompletion(string model, Reply reply, Usage usage, bool includesUsage, DateTimeOffset now) : IModelAnswer
{
    private readonly string _id = MockIds.New("chatcmpl-");
    private readonly string? _text = reply.Blocks.OfType<TextReply>().Select(block => block.Text).FirstOrDefault();
    private readonly JsonObject[] _calls = [.. reply.Blocks.OfType<ToolUseReply>().Select(Call)];

    private string FinishReason => reply.StopReason switch
    {
        "tool_use" => "tool_calls",
        "max_tokens" => "length",
        _ => "stop",
    };

    public JsonObject Whole()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = _text, ["refusal"] = null, ["annotations"] = new JsonArray() };
        if (_calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray([.. _calls.Select(call => call.DeepClone())]);
        }

        return Envelope("chat.completion", new() { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = FinishReason }, Usage());
    }

    public IEnumerable<SseEvent> Stream()
    {
        yield return Chunk(StreamStage.Started, new() { ["role"] = "assistant", ["content"] = "", ["refusal"] = null });
        foreach (var piece in _text is null ? [] : ReplyBlock.Pieces(_text))
        {
            yield return Chunk(StreamStage.InContent, new() { ["content"] = piece }, paced: true);
        }

        for (var i = 0; i < _calls.Length; i++)
        {
            var call = _calls[i].DeepClone().AsObject();
            call["index"] = i;
            yield return Chunk(StreamStage.InContent, new() { ["tool_calls"] = new JsonArray(call) }, paced: true);
        }

        yield return Chunk(StreamStage.BeforeStop, [], finish: FinishReason);
        if (includesUsage)
        {
            yield return new(null, Envelope("chat.completion.chunk", choice: null, Usage()), StreamStage.BeforeStop);
        }

        yield return new(null, Data: null, StreamStage.Complete);
    }

    public SseEvent Failure(ProviderError error, string requestId, int sent) => new(null, Dialect.OpenAI.Body(error, requestId), StreamStage.Complete);

    private static JsonObject Call(ToolUseReply call) => new()
    {
        ["id"] = MockIds.New("call_"),
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Input },
    };

    private SseEvent Chunk(StreamStage reached, JsonObject delta, bool paced = false, string? finish = null) => new(
        null,
        Envelope("chat.completion.chunk", new() { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }, usageSoFar: null),
        reached,
        paced);

    private JsonObject Usage() => OpenAIUsage.OfChat(usage, reply);

    private JsonObject Envelope(string kind, JsonObject? choice, JsonObject? usageSoFar)
    {
        var envelope = new JsonObject
        {
            ["id"] = _id,
            ["object"] = kind,
            ["created"] = now.ToUnixTimeSeconds(),
            ["model"] = model,
            ["choices"] = choice is null ? [] : new JsonArray(choice),
            ["service_tier"] = "default",
            ["system_fingerprint"] = null,
        };
        if (usageSoFar is not null || includesUsage)
        {
            envelope["usage"] = usageSoFar;
        }

        return envelope;
    }
}
