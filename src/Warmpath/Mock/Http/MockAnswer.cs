using Warmpath.Mock.Requests;

namespace Warmpath.Mock.Http;

/// <summary>The ways to answer a call.</summary>
/// <param name="aborted">Ends when the client is gone or the mock stops.</param>
internal sealed class MockAnswer(HttpContext http, Dialect dialect, MockRequest log, CancellationToken aborted)
{
    public IHeaderDictionary Headers => http.Response.Headers;

    public Stream Body => http.Response.Body;

    public CancellationToken Aborted => aborted;

    public Task FailAsync(ProviderError error)
    {
        if (error.RetryAfter is { } wait)
        {
            MockHeaders.SetRetryAfter(Headers, wait);
        }

        if (error.ShouldRetry is { } retry)
        {
            Headers["x-should-retry"] = retry ? "true" : "false";
        }

        return WriteAsync(error.Status, MockJson.ContentType, MockJson.Bytes(dialect.Body(error, log.RequestId)));
    }

    public Task WriteAsync(object body) => WriteAsync(StatusCodes.Status200OK, MockJson.ContentType, MockJson.Bytes(body));

    public async Task WriteAsync(int status, string contentType, byte[] body)
    {
        http.Response.ContentLength = body.Length;
        await BeginAsync(status, contentType);
        await Body.WriteAsync(body, aborted);
    }

    /// <summary>Sends status and headers.</summary>
    public Task BeginAsync(int status, string contentType)
    {
        http.Response.StatusCode = log.Status = status;
        http.Response.ContentType = contentType;
        return http.Response.StartAsync(aborted);
    }

    /// <summary>Closes the connection before anything was sent.</summary>
    public void Abort() => http.Abort();

    /// <summary>Closes the connection in the middle of an answer, once all that was written has left.</summary>
    /// <remarks>
    /// The server closes the connection of a handler that fails after its answer has begun, without ending the body. Aborting it would race
    /// with the bytes that are still on their way.
    /// </remarks>
    public static void Cut() => throw new ConnectionCutException();

    /// <summary>Waits until the client is gone or the mock stops.</summary>
    public Task SilenceAsync() => Task.Delay(Timeout.InfiniteTimeSpan, aborted);
}
