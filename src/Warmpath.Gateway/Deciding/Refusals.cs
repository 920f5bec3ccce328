using Warmpath.Gateway.DataPlane;
using Warmpath.Routing.Deciding;

namespace Warmpath.Gateway.Deciding;

/// <summary>What the client hears when no key can serve it (contract.md, the table of errors).</summary>
internal static class Refusals
{
    private const int OverloadedRetryAfter = 5;

    /// <param name="passOverloaded">The setting: users of <c>--fallback-model</c> want to hear of an overload as the provider says it.</param>
    public static ApiError ToError(Refusal refusal, bool passOverloaded) => refusal.Kind switch
    {
        RefusalKind.Limited => new ApiError(429, "rate_limit_error", refusal.Message)
        {
            RetryAfterSeconds = ApiError.RetryAfter(refusal.RetryAfter ?? TimeSpan.Zero),
        },

        RefusalKind.Overloaded when passOverloaded => new ApiError(529, "overloaded_error", refusal.Message),

        // Not overloaded_error: Claude Code gives up on that after three tries, whatever the status.
        RefusalKind.Overloaded => new ApiError(503, "api_error", refusal.Message) { RetryAfterSeconds = OverloadedRetryAfter },
        RefusalKind.Unreachable => new ApiError(502, "api_error", refusal.Message),
        RefusalKind.NoModel or RefusalKind.NotFound => new ApiError(404, "not_found_error", refusal.Message),
        _ => new ApiError(503, "api_error", refusal.Message) { Final = true },
    };
}
