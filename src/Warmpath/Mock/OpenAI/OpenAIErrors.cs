using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>OpenAI's errors: clients go by <c>code</c> where there is one (providers.md 7.2, 7.3).</summary>
internal static class OpenAIErrors
{
    public const string InvalidRequestType = "invalid_request_error";

    private const string Quota = "insufficient_quota";

    public static ProviderError WrongKey { get; } =
        new(StatusCodes.Status401Unauthorized, InvalidRequestType, "Incorrect API key provided.") { Code = "invalid_api_key" };

    public static ProviderError Overloaded { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "service_unavailable_error", "The server is currently overloaded. Please try again later.")
        {
            Code = "server_is_overloaded",
        };

    public static ProviderError ServerError { get; } =
        new(StatusCodes.Status500InternalServerError, "server_error", "The server had an error while processing your request.") { Code = "server_error" };

    /// <summary>A reasoning item that another organization encrypted (providers.md 7.3).</summary>
    public static ProviderError ForeignReasoning { get; } =
        new(StatusCodes.Status400BadRequest, InvalidRequestType, "Encrypted content organization_id did not match the target organization.")
        {
            Code = "invalid_encrypted_content",
        };

    public static ProviderError InvalidRequest(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, InvalidRequestType, message) { Param = param, Code = code };

    public static ProviderError Missing(string param) => InvalidRequest($"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    /// <summary>What is not of the caller's project.</summary>
    public static ProviderError NotFound(string message) => new(StatusCodes.Status404NotFound, InvalidRequestType, message);

    public static ProviderError NoModel(string? model) =>
        new(StatusCodes.Status404NotFound, InvalidRequestType, $"The model `{model}` does not exist or you do not have access to it.")
        {
            Code = "model_not_found",
        };

    public static ProviderError NoPrevious(string id) =>
        InvalidRequest($"Previous response with id '{id}' not found.", "previous_response_id", "previous_response_not_found");

    public static ProviderError NoConversation(string id) => NotFound($"Conversation with id '{id}' not found.");

    public static ProviderError NoResponse(string id) => NotFound($"Response with id '{id}' not found.");

    public static ProviderError RateLimit(string message, string code = "rate_limit_exceeded") =>
        new(StatusCodes.Status429TooManyRequests, "rate_limit_error", message) { Code = code };

    public static ProviderError OutOfCredit(string message, string code = Quota) =>
        new(StatusCodes.Status429TooManyRequests, Quota, message) { Code = code };

    public static ProviderError Mismatched(string message, string code) =>
        new(StatusCodes.Status401Unauthorized, InvalidRequestType, message) { Code = code };

    /// <summary>The error of this type that comes instead of the rest of an answer.</summary>
    /// <param name="type">Anthropic's word for it, or a code of OpenAI's.</param>
    public static ProviderError BrokenOff(string type) => type switch
    {
        "overloaded_error" => Overloaded,
        "rate_limit_error" => RateLimit("Rate limit reached."),
        "api_error" => ServerError,
        "authentication_error" => WrongKey,
        "billing_error" => OutOfCredit("You exceeded your current quota."),
        _ => ServerError with { Code = type },
    };
}
