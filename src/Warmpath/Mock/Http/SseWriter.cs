using System.Text;
using Warmpath.Mock.Content;
using Warmpath.Mock.Faults;

namespace Warmpath.Mock.Http;

/// <summary>Writes a stream at the model's pace, and breaks it where a fault says so.</summary>
internal sealed class SseWriter(MockCall call, TimeProvider time)
{
    /// <param name="ends">When the last delta is due; they come evenly from now on.</param>
    public async Task WriteAsync(IModelAnswer answer, DateTimeOffset ends)
    {
        SseEvent[] events = [.. answer.Stream()];
        call.Answer.Headers.CacheControl = "no-cache";
        await call.Answer.BeginAsync(StatusCodes.Status200OK, "text/event-stream; charset=utf-8");

        var begins = time.GetUtcNow();
        var deltas = events.Count(sent => sent.Paced);
        var written = 0;
        var end = call.Break is null ? events.Length : BreakIndex(events, call.Break.After);
        foreach (var sent in events.Take(end))
        {
            if (sent.Paced)
            {
                await WaitUntilAsync(begins + ((ends - begins) * ++written / deltas));
            }

            await WriteAsync(sent.Text);
        }

        if (call.Break is not null)
        {
            await BreakAsync(call.Break.Ending, answer, end, events[Math.Min(end, events.Length - 1)]);
        }

        await FlushAsync();
    }

    /// <returns>Index of the first event that is no longer sent.</returns>
    private static int BreakIndex(SseEvent[] events, StreamStage after) =>
        after == StreamStage.Headers ? 0 : 1 + Array.FindIndex(events, sent => sent.Reached >= after);

    /// <param name="sent">How many events came before.</param>
    /// <param name="next">What would be the next.</param>
    private async Task BreakAsync(StreamEnding ending, IModelAnswer answer, int sent, SseEvent next)
    {
        switch (ending)
        {
            case StreamEnding.Error:
                var error = call.Dialect.BrokenOff(call.Fault!.ErrorType);
                await WriteAsync(answer.Failure(error, call.Log.RequestId, sent).Text);
                break;
            case StreamEnding.BrokenJson:
                await WriteAsync(next.BrokenText);
                break;
            case StreamEnding.Cut:
                await FlushAsync();
                MockAnswer.Cut();
                break;
            case StreamEnding.Silence:
                await FlushAsync();
                await call.Answer.SilenceAsync();
                break;
            case StreamEnding.CleanEnd:
                break;
        }
    }

    /// <summary>Flushes only where time passes: an answer that comes at once leaves in as few packets as it can.</summary>
    private async Task WaitUntilAsync(DateTimeOffset due)
    {
        var wait = due - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await FlushAsync();
            await Task.Delay(wait, time, call.Answer.Aborted);
        }
    }

    private Task WriteAsync(string text) => call.Answer.Body.WriteAsync(Encoding.UTF8.GetBytes(text), call.Answer.Aborted).AsTask();

    private Task FlushAsync() => call.Answer.Body.FlushAsync(call.Answer.Aborted);
}
