using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Routing;

namespace Warmpath.Mock.OpenAI;

/// <summary>An answer of <c>/v1/responses</c>, whole or as a stream.</summary>
/// <param name="request">The body that it answers, of which it repeats a part.</param>
/// <param name="tools">Those on offer; all that the reply calls are among them.</param>
internal sealed class Response(JsonElement request, OfferedTool[] tools, Reply reply, Usage usage, DateTimeOffset now) : IModelAnswer
{
    // What a response repeats of its request, each with what holds where the request does not say.
    private static readonly (string Name, string Default)[] Repeated =
    [
        ("background", "false"), ("instructions", "null"), ("max_output_tokens", "null"), ("metadata", "{}"), ("parallel_tool_calls", "true"),
        ("previous_response_id", "null"), ("prompt_cache_key", "null"), ("reasoning", """{"effort":null,"summary":null}"""), ("store", "true"),
        ("temperature", "1"), ("text", """{"format":{"type":"text"}}"""), ("tool_choice", "\"auto\""), ("tools", "[]"), ("top_p", "1"),
        ("truncation", "\"disabled\""),
    ];

    private readonly OutputItem[] _items =
    [
        .. reply.Blocks.Select(block => new OutputItem(
            block,
            block is ToolUseReply call ? Array.Find(tools, tool => tool.Name == call.Name) : null,
            request.Elements("include").Any(name => name.ValueKind == JsonValueKind.String && name.ValueEquals("reasoning.encrypted_content")))),
    ];

    public string Id { get; } = MockIds.New("resp_");

    private bool IsIncomplete => reply.StopReason == "max_tokens";

    public IEnumerable<JsonObject> Output => _items.Select(item => item.Whole());

    public JsonObject Whole()
    {
        var response = Envelope(IsIncomplete ? "incomplete" : "completed", [.. Output]);
        response["incomplete_details"] = IsIncomplete ? new JsonObject { ["reason"] = "max_output_tokens" } : null;
        response["usage"] = OpenAIUsage.OfResponse(usage, reply);
        return response;
    }

    /// <summary><c>response.created</c>, <c>response.in_progress</c>, the items' events, <c>response.completed</c>; each with its number from 0.</summary>
    public IEnumerable<SseEvent> Stream()
    {
        var number = 0;
        yield return Event(StreamStage.Started, new() { ["type"] = "response.created", ["response"] = Envelope("in_progress", []) });
        yield return Event(StreamStage.Started, new() { ["type"] = "response.in_progress", ["response"] = Envelope("in_progress", []) });
        for (var i = 0; i < _items.Length; i++)
        {
            // After the first item a stream stays "after a block": faults are told by the first one.
            var (before, inside) = i == 0 ? (StreamStage.Started, StreamStage.InContent) : (StreamStage.AfterBlock, StreamStage.AfterBlock);
            foreach (var data in _items[i].Events(i))
            {
                var type = data["type"]!.GetValue<string>();
                var isDelta = type.EndsWith(".delta", StringComparison.Ordinal);
                var isEnd = type == "response.output_item.done";
                before = isDelta ? inside : before;
                yield return Event(!isEnd ? before : i == _items.Length - 1 ? StreamStage.BeforeStop : StreamStage.AfterBlock, data, isDelta);
            }
        }

        yield return Event(StreamStage.Complete, new() { ["type"] = IsIncomplete ? "response.incomplete" : "response.completed", ["response"] = Whole() });

        SseEvent Event(StreamStage reached, JsonObject data, bool paced = false)
        {
            data["sequence_number"] = number++;
            return SseEvent.Of(reached, data, paced);
        }
    }

    /// <summary>An <c>error</c> as the first event; later <c>response.failed</c>.</summary>
    public SseEvent Failure(ProviderError error, string requestId, int sent)
    {
        if (sent == 0)
        {
            return SseEvent.Of(StreamStage.Complete, new()
            {
                ["type"] = "error", ["code"] = error.Code, ["message"] = error.Message, ["param"] = error.Param, ["sequence_number"] = sent,
            });
        }

        var failed = Envelope("failed", []);
        failed["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        return SseEvent.Of(StreamStage.Complete, new() { ["type"] = "response.failed", ["response"] = failed, ["sequence_number"] = sent });
    }

    private JsonObject Envelope(string status, JsonArray output)
    {
        var response = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "response",
            ["created_at"] = now.ToUnixTimeSeconds(),
            ["status"] = status,
            ["error"] = null,
            ["incomplete_details"] = null,
            ["model"] = request.Text("model"),
            ["output"] = output,
            ["service_tier"] = "default",
            ["usage"] = null,
        };
        foreach (var (name, fallback) in Repeated)
        {
            response[name] = request.Member(name) is { } value ? JsonSerializer.SerializeToNode(value) : JsonNode.Parse(fallback);
        }

        if (OpenAIPromptReader.ConversationOf(request) is { } conversation)
        {
            response["conversation"] = new JsonObject { ["id"] = conversation };
        }

        return response;
    }
}
