using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock;

/// <summary><c>POST /v1/messages</c>, streamed and whole, and <c>/v1/messages/count_tokens</c>.</summary>
internal sealed class MessagesEndpoint(MockWorld world, PromptReader prompts, TimeProvider time)
{
    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        // 1. Read the prompt.
        var now = time.GetUtcNow();
        if (prompts.Read(call, now, out var error) is not { } prompt)
        {
            return error;
        }

        call.Log.Stream = prompt.Outline.Stream;
        if (prompt.CheckMaxTokens(warms: !prompt.Outline.Stream) is { } refusal)
        {
            return refusal;
        }

        // 2. Find what to say: its length is part of what the limits are asked for.
        var reply = prompt.Answer(call.Key.OrganizationId);

        // 3. Ask the model.
        var request = new ProviderRequest
        {
            ModelClass = prompt.Facts.Class,
            MinimumCacheTokens = prompt.Facts.MinimumCacheTokens,
            Blocks = prompt.Blocks,
            PrefixTokens = ProviderRequest.PrefixTokensOf(prompt.Blocks),
            Breakpoints = prompt.Outline.Breakpoints,
            OutputTokens = reply.OutputTokens,
        };
        if (world.Admit(call, request, prompt.Model, now, out var answer) is { } refused)
        {
            return refused;
        }

        // 4. Answer at its pace.
        var message = new Message(prompt.Model, reply, answer!.Usage);
        return await PacedAnswer.WriteAsync(call, message, prompt.Outline.Stream, answer, now, time);
    }

    public async Task<ProviderError?> CountAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (prompts.Read(call, now, out var error) is not { } prompt)
        {
            return error;
        }

        if (world.AdmitApart(call, MockTier.CountTokens, prompt.Model, now) is { } refused)
        {
            return refused;
        }

        await call.Answer.WriteAsync(new { input_tokens = prompt.Tokens });
        return null;
    }
}
