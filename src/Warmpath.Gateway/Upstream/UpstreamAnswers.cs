using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Upstream;

/// <summary>Reads what routing needs of an upstream's answer.</summary>
public static class UpstreamAnswers
{
    /// <summary>Pools and limits named by the headers of any answer.</summary>
    public static ResponseFacts Facts(HttpResponseMessage response) => throw new NotSupportedException();

    /// <summary>An error status with its body (cut at 64 KiB; may be HTML or empty).</summary>
    public static UpstreamFailure Failure(HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        throw new NotSupportedException();

    /// <summary>An exception of <see cref="HttpMessageInvoker"/> before response headers.</summary>
    public static UpstreamFailure Failure(Exception exception) => throw new NotSupportedException();
}
