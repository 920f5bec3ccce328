using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Admitting;

/// <summary>Reads a request's body into pooled memory, never more than the limit.</summary>
internal static class BodyReader
{
    /// <summary>32 MiB (contract.md); the provider's own limit is 32 MB (providers.md 1.4).</summary>
    public const int MaximumBytes = 32 * 1024 * 1024;

    // A client that only announces a large body gets no large array for it.
    private const int LargestFirstRent = 1024 * 1024;
    private const int ReadBytes = 16 * 1024;

    /// <returns>The body, or null with the error to answer.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public static async ValueTask<(RequestBody? Body, ApiError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaximumBytes)
        {
            return (null, ApiError.TooLarge);
        }

        // The server's own limit is lower; this one counts exactly and answers in the provider's shape.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var bytes = new PooledBytes((int)Math.Clamp(request.ContentLength + 1 ?? ReadBytes, ReadBytes, LargestFirstRent));
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(bytes.Room(1), cancellationToken);
                if (read == 0)
                {
                    return (new RequestBody(bytes), null);
                }

                bytes.Advance(read);
                if (bytes.Length > MaximumBytes)
                {
                    bytes.Dispose();
                    return (null, ApiError.TooLarge);
                }
            }
        }
        catch (BadHttpRequestException) when (!cancellationToken.IsCancellationRequested)
        {
            bytes.Dispose();
            return (null, ApiError.BodyUnreadable);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
