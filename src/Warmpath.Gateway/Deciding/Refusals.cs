using Warmpath.Gateway.DataPlane;
using Warmpath.Routing.Deciding;

namespace Warmpath.Gateway.Deciding;

/// <summary>What the client hears when no key can serve it (contract.md, the table of errors).</summary>
internal static class Refusals
{
    /// <summary>Claude Code gives up at once above that (claude-code-behaviour.md B1); the true time stands in the message.</summary>
    private const int LongestRetryAfter = 60;

    private const int OverloadedRetryAfter = 5;

    public static ApiError ToError(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Limited => new ApiError(429, "rate_limit_error", refusal.Message) { RetryAfterSeconds = Seconds(refusal.RetryAfter) },

        // Not overloaded_error: Claude Code gives up on that after three tries, whatever the status.
        RefusalKind.Overloaded => new ApiError(503, "api_error", refusal.Message) { RetryAfterSeconds = OverloadedRetryAfter },
        RefusalKind.Unreachable => new ApiError(502, "api_error", refusal.Message),
        RefusalKind.NoModel => new ApiError(404, "not_found_error", refusal.Message),
        _ => new ApiError(503, "api_error", refusal.Message) { Final = true },
    };

    private static int Seconds(TimeSpan? retryAfter) =>
        (int)Math.Clamp(Math.Ceiling(retryAfter?.TotalSeconds ?? 1), 1, LongestRetryAfter);
}
