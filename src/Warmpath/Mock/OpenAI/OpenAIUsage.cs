using System.Text.Json.Nodes;
using Warmpath.Mock.Content;
using Warmpath.Routing;

namespace Warmpath.Mock.OpenAI;

/// <summary>The <c>usage</c> of an answer: what is read from cache and written to it is part of the input (providers.md 7.1).</summary>
internal static class OpenAIUsage
{
    public static JsonObject OfResponse(Usage usage, Reply reply) => new()
    {
        ["input_tokens"] = usage.Prompt,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["cache_write_tokens"] = usage.CacheWrite },
        ["output_tokens"] = usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Reasoning(reply) },
        ["total_tokens"] = usage.Prompt + usage.Output,
    };

    public static JsonObject OfChat(Usage usage, Reply reply) => new()
    {
        ["prompt_tokens"] = usage.Prompt,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Prompt + usage.Output,
        ["prompt_tokens_details"] = new JsonObject
        {
            ["cached_tokens"] = usage.CacheRead, ["cache_write_tokens"] = usage.CacheWrite, ["audio_tokens"] = 0,
        },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = Reasoning(reply), ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0,
        },
    };

    private static int Reasoning(Reply reply) => reply.Blocks.OfType<ThinkingReply>().Sum(block => MockTokenizer.Tokens(block.Counted));
}
