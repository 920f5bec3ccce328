using Warmpath.Routing.Health;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Runs;

/// <summary>What a gateway reads from an upstream that does not serve.</summary>
internal static class Failures
{
    public static UpstreamFailure Of(Trouble trouble) => trouble switch
    {
        { Status: Trouble.NoAnswer } => new() { Kind = AttemptFailure.NoConnection },
        { Begins: true } => Of(trouble.Status, trouble.RetryAfter) with { Kind = AttemptFailure.StreamError, Status = 0 },
        _ => Of(trouble.Status, trouble.RetryAfter),
    };

    /// <param name="status">An error's.</param>
    public static UpstreamFailure Of(int status, TimeSpan? retryAfter) => new()
    {
        Kind = AttemptFailure.Status,
        Status = status,
        ErrorType = status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            429 => "rate_limit_error",
            529 => "overloaded_error",
            _ => "api_error",
        },
        RetryAfter = retryAfter,
    };
}
