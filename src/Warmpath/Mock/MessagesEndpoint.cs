using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock;

/// <summary><c>POST /v1/messages</c>, streamed and whole, and <c>/v1/messages/count_tokens</c>.</summary>
internal sealed class MessagesEndpoint(MockWorld world, TimeProvider time)
{
    private readonly TokenCounts _tokens = new();

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        // 1. Read the prompt.
        var now = time.GetUtcNow();
        if (MockPrompt.Read(call, _tokens, now, out var error) is not { } prompt)
        {
            return error;
        }

        call.Log.Stream = prompt.Outline.Stream;
        switch (prompt.Body.MaxTokens)
        {
            case null:
                return ProviderError.InvalidRequest("max_tokens: Field required");
            case 0 when prompt.Outline.Stream:
                return ProviderError.InvalidRequest("max_tokens: 0 is not possible with stream");
            case < 0:
                return ProviderError.InvalidRequest("max_tokens: must not be negative");
        }

        // 2. Find what to say: its length is part of what the limits are asked for.
        var signature = new ThinkingSignature(call.Key.OrganizationId, prompt.Model, prompt.Digest);
        var reply = Replies.Compose(prompt.Body, signature.ToString());

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
        if (Admit(call, request, prompt.Model, now, out var answer) is { } refused)
        {
            return refused;
        }

        // 4. Answer at its pace.
        call.Log.Usage = answer!.Usage;
        if (answer.Begins > now)
        {
            await Task.Delay(answer.Begins - now, time, call.Answer.Aborted);
        }

        var message = new Message(prompt.Model, reply, answer.Usage);
        if (prompt.Outline.Stream)
        {
            await new SseWriter(call, time).WriteAsync([.. message.Stream()], answer.Ends);
            return null;
        }

        if (answer.Ends > answer.Begins)
        {
            await Task.Delay(answer.Ends - answer.Begins, time, call.Answer.Aborted);
        }

        return await WriteWholeAsync(call, MockJson.Bytes(message.Whole()));
    }

    public async Task<ProviderError?> CountAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (MockPrompt.Read(call, _tokens, now, out var error) is not { } prompt)
        {
            return error;
        }

        // Counting draws on nothing but a request limit of its own (providers.md 1.2).
        var request = new ProviderRequest { ModelClass = MockTier.CountTokens, Blocks = [], PrefixTokens = ReadOnlyMemory<int>.Empty, OutputTokens = 0 };
        if (Admit(call, request, prompt.Model, now, out _) is { } refused)
        {
            return refused;
        }

        await call.Answer.WriteAsync(new { input_tokens = prompt.Blocks.Sum(block => (long)block.Size) });
        return null;
    }

    /// <returns>The 429, or null with the model's answer. The limit headers are set in either case.</returns>
    private ProviderError? Admit(MockCall call, ProviderRequest request, string model, DateTimeOffset now, out Answer? answer)
    {
        var (reply, levels) = world.Send(call.Key.Organization.Name, call.Workspace, request, now);
        MockHeaders.SetLimits(call.Answer.Headers, levels, now);
        answer = reply as Answer;
        if (reply is not RateRefusal refusal)
        {
            return null;
        }

        var text = ProviderTexts.RateLimit(refusal, call.Key.OrganizationId, model);
        return new(StatusCodes.Status429TooManyRequests, "rate_limit_error", text) { RetryAfter = refusal.RetryAfter };
    }

    /// <summary>A whole answer has no stages: it is there, half there, or an error.</summary>
    private static async Task<ProviderError?> WriteWholeAsync(MockCall call, byte[] json)
    {
        var half = json.AsMemory(0, json.Length / 2);
        switch (call.Break?.Ending)
        {
            case null:
                await call.Answer.WriteAsync(StatusCodes.Status200OK, MockJson.ContentType, json);
                return null;
            case StreamEnding.Error:
                var type = call.Fault!.ErrorType;
                return new(ProviderError.StatusOf(type), type, "The answer was broken off.");
            case StreamEnding.BrokenJson:
                await call.Answer.WriteAsync(StatusCodes.Status200OK, MockJson.ContentType, half.ToArray());
                return null;
        }

        await call.Answer.BeginAsync(StatusCodes.Status200OK, MockJson.ContentType);
        await call.Answer.Body.FlushAsync(call.Answer.Aborted);
        if (call.Break.Ending == StreamEnding.Silence)
        {
            await call.Answer.SilenceAsync();
        }

        await call.Answer.Body.WriteAsync(half, call.Answer.Aborted);
        await call.Answer.Body.FlushAsync(call.Answer.Aborted);
        MockAnswer.Cut();
        return null;
    }
}
