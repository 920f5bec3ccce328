using Warmpath.Mock.Faults;

namespace Warmpath.Mock.Http;

/// <summary>
/// Writes an answer that is no stream, and breaks it where a fault says so. It has no stages: it is there, half there, or an error.
/// </summary>
internal static class WholeAnswer
{
    /// <returns>The error that is to be sent instead; null when the answer is written, as far as it should be.</returns>
    public static async Task<ProviderError?> WriteAsync(MockCall call, string contentType, byte[] body)
    {
        var half = body.AsMemory(0, body.Length / 2);
        switch (call.Break?.Ending)
        {
            case null:
                await call.Answer.WriteAsync(StatusCodes.Status200OK, contentType, body);
                return null;
            case StreamEnding.Error:
                return call.Dialect.BrokenOff(call.Fault!.ErrorType);
            case StreamEnding.BrokenJson:
                await call.Answer.WriteAsync(StatusCodes.Status200OK, contentType, half.ToArray());
                return null;
        }

        await call.Answer.BeginAsync(StatusCodes.Status200OK, contentType);
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

    public static Task<ProviderError?> WriteAsync(MockCall call, object json) =>
        WriteAsync(call, MockJson.ContentType, MockJson.Bytes(json));
}
