namespace Warmpath.Gateway.DataPlane;

/// <summary>The id of a request in this gateway: <c>x-warmpath-request-id</c> and the id of its ledger row.</summary>
internal static class RequestId
{
    private const int RandomBits = 62;
    private const ulong Variant = 0b10UL << RandomBits;

    /// <summary><c>wreq_</c> and 32 hex digits; ids of later milliseconds sort behind (RFC 9562 version 7).</summary>
    /// <remarks>An id is no secret. <see cref="Guid.CreateVersion7(DateTimeOffset)"/> asks the system for its random bits, a call for each request.</remarks>
    public static string New(DateTimeOffset now) =>
        $"wreq_{now.ToUnixTimeMilliseconds():x12}7{Random.Shared.Next(0x1000):x3}{Variant | (ulong)Random.Shared.NextInt64(1L << RandomBits):x16}";
}
