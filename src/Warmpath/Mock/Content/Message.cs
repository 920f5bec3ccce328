using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Routing;

namespace Warmpath.Mock.Content;

/// <summary>An answer in the provider's JSON, whole or as a stream (providers.md 1.5, 2.5).</summary>
/// <param name="tier">The usage's <c>service_tier</c>.</param>
internal sealed class Message(string model, Reply reply, Usage usage, string tier = "standard") : IModelAnswer
{
    private readonly string _id = MockIds.New("msg_01");

    public JsonObject Whole() => Envelope(
        [.. reply.Blocks.Select(block => block.Whole())],
        reply.StopReason,
        UsageJson(usage.Output));

    /// <summary>
    /// <c>message_start</c>; per block start, deltas, stop, with a <c>ping</c> in the first; <c>message_delta</c> with cumulative
    /// usage; <c>message_stop</c>.
    /// </summary>
    public IEnumerable<SseEvent> Stream()
    {
        yield return SseEvent.Of(StreamStage.Started, new() { ["type"] = "message_start", ["message"] = Envelope([], null, UsageJson(1)) });
        for (var i = 0; i < reply.Blocks.Count; i++)
        {
            // After the first block a stream stays "after a block": faults are told by the first one.
            var inside = i == 0 ? StreamStage.InContent : StreamStage.AfterBlock;
            yield return SseEvent.Of(
                i == 0 ? StreamStage.Started : inside,
                new() { ["type"] = "content_block_start", ["index"] = i, ["content_block"] = reply.Blocks[i].Start() });
            if (i == 0)
            {
                yield return SseEvent.Of(StreamStage.Started, new() { ["type"] = "ping" });
            }

            foreach (var delta in reply.Blocks[i].Deltas())
            {
                yield return SseEvent.Of(inside, new() { ["type"] = "content_block_delta", ["index"] = i, ["delta"] = delta }, paced: true);
            }

            yield return SseEvent.Of(StreamStage.AfterBlock, new() { ["type"] = "content_block_stop", ["index"] = i });
        }

        yield return SseEvent.Of(StreamStage.BeforeStop, new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = reply.StopReason, ["stop_sequence"] = null },
            ["usage"] = UsageJson(usage.Output),
        });
        yield return SseEvent.Of(StreamStage.Complete, new() { ["type"] = "message_stop" });
    }

    public SseEvent Failure(ProviderError error, string requestId, int sent) => new("error", error.Body(requestId), StreamStage.Complete);

    private JsonObject Envelope(JsonArray content, string? stopReason, JsonObject usageSoFar) => new()
    {
        ["model"] = model,
        ["id"] = _id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = usageSoFar,
    };

    private JsonObject UsageJson(long output) => new()
    {
        ["input_tokens"] = usage.Input,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["cache_creation"] = new JsonObject
        {
            ["ephemeral_5m_input_tokens"] = usage.CacheWrite5m,
            ["ephemeral_1h_input_tokens"] = usage.CacheWrite1h,
        },
        ["output_tokens"] = output,
        ["service_tier"] = tier,
    };
}
