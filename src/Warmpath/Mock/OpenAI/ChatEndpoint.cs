using System.Text.Json;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary><c>POST /v1/chat/completions</c>, streamed and whole. Nothing is stored.</summary>
internal sealed class ChatEndpoint(MockWorld world, OpenAIPromptReader prompts, TimeProvider time)
{
    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (prompts.ReadChat(call, now, out var error) is not { } prompt)
        {
            return error;
        }

        call.Log.Stream = prompt.Outline.Stream;
        var reply = prompt.Answer(call.Key.OrganizationId);
        if (world.Admit(call, prompt.Request(reply.OutputTokens), prompt.Model, now, out var admitted) is { } refused)
        {
            return refused;
        }

        var includesUsage = prompt.Outline.Stream && call.Json?.Member("stream_options")?.Member("include_usage")?.ValueKind == JsonValueKind.True;
        var completion = new ChatCompletion(prompt.Model, reply, admitted!.Usage, includesUsage, now);
        return await PacedAnswer.WriteAsync(call, completion, prompt.Outline.Stream, admitted, now, time);
    }
}
