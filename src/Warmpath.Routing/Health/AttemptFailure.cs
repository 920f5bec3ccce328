namespace Warmpath.Routing.Health;

/// <summary>How an attempt failed that has no judged status of its own.</summary>
public enum AttemptFailure : byte
{
    /// <summary>The upstream answered with an error status.</summary>
    Status,

    /// <summary>No connection: refused, DNS, TLS, timeout while connecting.</summary>
    NoConnection,

    /// <summary>The connection ended before response headers.</summary>
    Reset,

    /// <summary>No response headers, or no first event, within the first byte limit.</summary>
    FirstByteTimeout,

    /// <summary>200, then an <c>error</c> event before the commit point.</summary>
    StreamError,

    /// <summary>200, then the body ended or broke before the commit point.</summary>
    Truncated,
}
