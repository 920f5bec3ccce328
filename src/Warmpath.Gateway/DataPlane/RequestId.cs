namespace Warmpath.Gateway.DataPlane;

/// <summary>The id of a request in this gateway: <c>x-warmpath-request-id</c> and the id of its ledger row.</summary>
internal static class RequestId
{
    /// <summary><c>wreq_</c> and 32 hex digits; ids of later milliseconds sort behind (RFC 9562 version 7).</summary>
    public static string New(DateTimeOffset now) => $"wreq_{Guid.CreateVersion7(now):N}";
}
