using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Recording;

/// <summary>The words for how one upstream try ended, in ledger rows and metrics.</summary>
internal static class TryOutcome
{
    public const string Ok = "ok";

    /// <summary>The client left while it was under way.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The gateway was killed while it was under way.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>It broke after the commit point.</summary>
    public const string Truncated = "truncated";

    /// <summary>Passed on, but in a content encoding that nobody reads here: usage unknown.</summary>
    public const string Opaque = "opaque";

    /// <summary>An <c>error</c> event that names no type.</summary>
    public const string StreamError = "stream_error";

    private const string NoConnection = "no_connection";
    private const string Reset = "reset";
    private const string FirstByteTimeout = "first_byte_timeout";

    /// <summary>False for an error type of the upstream's.</summary>
    public static bool IsOurs(string? outcome) =>
        outcome is Ok or Cancelled or Interrupted or Truncated or Opaque or StreamError or NoConnection or Reset or FirstByteTimeout;

    /// <summary>True when it was given up before the upstream had its say.</summary>
    public static bool IsUnder(string? outcome) => outcome is Cancelled or Interrupted;

    public static string Of(UpstreamFailure failure) => failure.Kind switch
    {
        AttemptFailure.Status => failure.ErrorType ?? "status",
        AttemptFailure.NoConnection => NoConnection,
        AttemptFailure.Reset => Reset,
        AttemptFailure.FirstByteTimeout => FirstByteTimeout,
        AttemptFailure.StreamError => failure.ErrorType ?? StreamError,
        _ => Truncated,
    };
}
