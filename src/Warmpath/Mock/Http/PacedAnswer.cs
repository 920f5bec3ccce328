using Warmpath.Mock.Content;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Http;

/// <summary>Writes what a model said at the model's pace.</summary>
internal static class PacedAnswer
{
    /// <param name="admitted">What the provider's model says of tokens and time.</param>
    /// <param name="now">When it was asked.</param>
    /// <returns>The error that is to be sent instead; null when the answer is written, as far as it should be.</returns>
    public static async Task<ProviderError?> WriteAsync(
        MockCall call, IModelAnswer answer, bool stream, Answer admitted, DateTimeOffset now, TimeProvider time)
    {
        call.Log.Usage = admitted.Usage;
        if (admitted.Begins > now)
        {
            await Task.Delay(admitted.Begins - now, time, call.Answer.Aborted);
        }

        if (stream)
        {
            await new SseWriter(call, time).WriteAsync(answer, admitted.Ends);
            return null;
        }

        if (admitted.Ends > admitted.Begins)
        {
            await Task.Delay(admitted.Ends - admitted.Begins, time, call.Answer.Aborted);
        }

        return await WholeAnswer.WriteAsync(call, answer.Whole());
    }
}
