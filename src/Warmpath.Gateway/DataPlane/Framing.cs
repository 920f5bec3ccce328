using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Requests that a proxy before the gateway may have read differently than the gateway does.</summary>
internal static class Framing
{
    // Where both lengths are told the server goes by the chunks and keeps the other one under this name (RFC 9112 6.3 lets it refuse as well).
    private const string DisplacedLength = "X-Content-Length";

    /// <summary>Both a length and chunks, or chunks and another coding beside them.</summary>
    public static bool IsAmbiguous(HttpRequest request) =>
        request.Headers.TransferEncoding is { Count: > 0 } codings
        && (codings is not [{ } coding] || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            || request.ContentLength is not null || request.Headers.ContainsKey(DisplacedLength));

    /// <summary>A compressed body, or one that says so: what is outlined here and what is read there would be two things.</summary>
    public static bool IsEncoded(StringValues contentEncoding)
    {
        foreach (var value in contentEncoding)
        {
            if (!string.IsNullOrEmpty(value) && !value.Equals("identity", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
