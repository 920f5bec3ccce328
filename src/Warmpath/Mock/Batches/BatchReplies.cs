using System.Runtime.InteropServices;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Routing;

namespace Warmpath.Mock.Batches;

/// <summary>Answers the requests of a batch, in the words that a message would get.</summary>
/// <remarks>
/// They draw on no model's limits and meet no cache: hits inside a batch are best effort (providers.md 2.1), and here there are none.
/// </remarks>
internal sealed class BatchReplies(PromptReader prompts)
{
    public BatchResult Answer(MockCall call, BatchRequest request, DateTimeOffset now)
    {
        if (prompts.Read(call, JsonMarshal.GetRawUtf8Value(request.Params), request.Params, now, out var error) is not { } prompt)
        {
            return Errored(error!); // where there is no prompt there is one
        }

        if (prompt.CheckMaxTokens(warms: false) is { } refusal)
        {
            return Errored(refusal);
        }

        var reply = prompt.Answer(call.Key.OrganizationId);
        var usage = new Usage(prompt.Tokens, CacheWrite5m: 0, CacheWrite1h: 0, CacheRead: 0, reply.OutputTokens);
        return BatchResult.Succeeded(request.CustomId, new Message(prompt.Model, reply, usage, tier: "batch").Whole());

        BatchResult Errored(ProviderError wrong) => BatchResult.Errored(request.CustomId, wrong.Body(call.Log.RequestId));
    }
}
