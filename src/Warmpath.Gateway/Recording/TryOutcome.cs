using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Recording;

/// <summary>The words for how one upstream try ended, in ledger rows and metrics.</summary>
internal static class TryOutcome
{
    public const string Ok = "ok";

    /// <summary>The client left while it was under way.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It broke after the commit point.</summary>
    public const string Truncated = "truncated";

    /// <summary>Passed on, but in a content encoding that nobody reads here: usage unknown.</summary>
    public const string Opaque = "opaque";

    public static string Of(UpstreamFailure failure) => failure.Kind switch
    {
        AttemptFailure.Status => failure.ErrorType ?? "status",
        AttemptFailure.NoConnection => "no_connection",
        AttemptFailure.Reset => "reset",
        AttemptFailure.FirstByteTimeout => "first_byte_timeout",
        AttemptFailure.StreamError => failure.ErrorType ?? "stream_error",
        _ => Truncated,
    };
}
