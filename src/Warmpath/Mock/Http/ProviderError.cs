using System.Text.Json.Nodes;

namespace Warmpath.Mock.Http;

/// <summary>An error as the provider says it (providers.md 1.4).</summary>
/// <param name="Type">Such as <c>overloaded_error</c>.</param>
internal sealed record ProviderError(int Status, string Type, string Message)
{
    /// <summary>Sent as whole seconds, rounded up; null = no header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The header <c>x-should-retry</c>; null = none.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary><c>error.details.error_code</c>, at OpenAI <c>error.code</c>; null = none.</summary>
    public string? Code { get; init; }

    /// <summary>OpenAI's <c>error.param</c>: the part of the request that it is about; null = none.</summary>
    public string? Param { get; init; }

    public static ProviderError InvalidRequest(string message) => new(400, "invalid_request_error", message);

    /// <summary>A model that there is not, or what is not of the caller's workspace.</summary>
    public static ProviderError NotFound(string message) => new(404, "not_found_error", message);

    /// <summary>The status that goes with an error's type, for errors told by their type alone.</summary>
    public static int StatusOf(string type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "conflict_error" => 409,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    };

    /// <summary>The body of Anthropic's answer, and the <c>data</c> of its SSE <c>error</c> event.</summary>
    public JsonObject Body(string requestId)
    {
        var error = new JsonObject { ["type"] = Type, ["message"] = Message };
        if (Code is not null)
        {
            error["details"] = new JsonObject { ["error_code"] = Code };
        }

        return new() { ["type"] = "error", ["error"] = error, ["request_id"] = requestId };
    }
}
