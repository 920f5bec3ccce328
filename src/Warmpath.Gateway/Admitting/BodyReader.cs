using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Gateway.Admitting;

/// <summary>Reads a request's body into pooled memory, never more than the limit, nor more than all bodies together may take.</summary>
internal static class BodyReader
{
    /// <summary>32 MiB (contract.md); the provider's own limit is 32 MB (providers.md 1.4).</summary>
    public const int MaximumBytes = 32 * 1024 * 1024;

    // A client that only announces a large body gets no large block for it. What agents send fits: growing copies all that has come.
    private const int LargestFirstRent = 4 * 1024 * 1024;
    private const int ReadBytes = 16 * 1024;

    private static readonly TimeSpan LongestDiscard = TimeSpan.FromSeconds(5);

    /// <returns>The body, or null with the error to answer.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public static async ValueTask<(RequestBody? Body, ApiError? Error)> ReadAsync(
        HttpRequest request, Capacity.Place place, BodyMemory memory, CancellationToken cancellationToken)
    {
        // The server's own limit is lower; this one counts exactly and answers in the provider's shape.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (request.ContentLength > MaximumBytes)
        {
            return (null, ApiError.TooLarge);
        }

        // Asked for before a byte is read, taken as the bytes come: who only announces a large body takes no room from others.
        if (!place.HasRoom(request.ContentLength ?? 0))
        {
            return (null, ApiError.Full);
        }

        var bytes = new PooledBytes((int)Math.Clamp(request.ContentLength + 1 ?? ReadBytes, ReadBytes, LargestFirstRent), memory);
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
                if (bytes.Length > MaximumBytes || !place.TryTake(read))
                {
                    var error = bytes.Length > MaximumBytes ? ApiError.TooLarge : ApiError.Full;
                    bytes.Dispose();
                    return (null, error);
                }
            }
        }
        catch (IOException exception) when (exception is not ConnectionResetException && !cancellationToken.IsCancellationRequested)
        {
            // A BadHttpRequestException; a plain one where the size of a chunk overflows.
            bytes.Dispose();
            var isSlow = exception is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout };
            return (null, isSlow ? ApiError.BodySlow : ApiError.BodyUnreadable);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads on for a while after an error was answered, and forgets what it reads.</summary>
    /// <remarks>A client that sends its whole body before it looks for an answer would meet a reset, and no answer.</remarks>
    public static async Task DiscardAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestDiscard, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            for (var left = MaximumBytes; left > 0;)
            {
                var read = await request.Body.ReadAsync(buffer, both.Token);
                left = read == 0 ? 0 : left - read;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone, or had its time.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
