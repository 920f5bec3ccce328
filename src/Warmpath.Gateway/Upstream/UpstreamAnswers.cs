using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Warmpath.Routing.Deciding;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Gateway.Upstream;

/// <summary>Reads what routing needs of an upstream's answer (providers.md 1.3 and 1.4, 7.2). Never throws on what a provider sends.</summary>
public static class UpstreamAnswers
{
    // A year: a longer one is noise, and an unbounded one would overflow.
    private const double LongestRetryAfterSeconds = 365 * 86_400;

    private static readonly LimitHeaders Nothing = new();

    /// <summary>Pools and limits named by the headers of any answer.</summary>
    public static ResponseFacts Facts(HttpResponseMessage response) => new(
        Organization(response), Workspace(response), Limits(response));

    /// <summary>The id of the organization that answered; null when absent.</summary>
    internal static string? Organization(HttpResponseMessage response) => Value(response, "anthropic-organization-id") ?? Value(response, "openai-organization");

    /// <summary>The id of the workspace that answered; null when absent.</summary>
    internal static string? Workspace(HttpResponseMessage response) => Value(response, "anthropic-workspace-id") ?? Value(response, "openai-project");

    /// <summary>The upstream's own id of the request; null when absent.</summary>
    internal static string? RequestId(HttpResponseMessage response) => Value(response, "request-id") ?? Value(response, "x-request-id");

    /// <summary>An error status with its body (cut at 64 KiB; may be HTML or empty).</summary>
    public static UpstreamFailure Failure(HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var facts = Facts(response);
        var error = ErrorBody.Read(body);
        return new UpstreamFailure
        {
            Kind = AttemptFailure.Status,
            Status = (int)response.StatusCode,
            ErrorType = error.Type,
            ErrorCode = error.Code,
            Message = error.Message,
            RetryAfter = RetryAfter(response, now),
            Limits = facts.Limits,
            OrganizationId = facts.OrganizationId,
            WorkspaceId = facts.WorkspaceId,
        };
    }

    /// <summary>An exception of <see cref="HttpMessageInvoker"/> before response headers.</summary>
    public static UpstreamFailure Failure(Exception exception) => new()
    {
        Kind = exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            } => AttemptFailure.NoConnection,
            { InnerException: ForbiddenAddressException } => AttemptFailure.NoConnection,
            OperationCanceledException => AttemptFailure.NoConnection, // the connect timeout
            _ => AttemptFailure.Reset,
        },
        Message = exception.InnerException switch
        {
            AuthenticationException fault => $"no secure connection: {Insecure(fault)}",
            ForbiddenAddressException fault => $"no connection: {fault.Message}",
            _ => null,
        },
    };

    // The certificate is the upstream's, or of somebody in between: the text says which rule it breaks, and nothing of ours.
    private static string Insecure(AuthenticationException fault) => (fault.InnerException ?? fault).Message.ReplaceLineEndings(" ");

    /// <summary>Null when absent or unreadable.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => RetryAfter(Value(response, "retry-after"), now);

    internal static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && First(values) is { Length: > 0 } value ? value : null;

    private static string? First(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            return value;
        }

        return null;
    }

    private static LimitHeaders? Limits(HttpResponseMessage response)
    {
        var limits = new LimitHeaders
        {
            RequestsLimit = Number(response, "anthropic-ratelimit-requests-limit") ?? Limit(response, "x-ratelimit-limit-requests"),
            RequestsRemaining = Number(response, "anthropic-ratelimit-requests-remaining") ?? Number(response, "x-ratelimit-remaining-requests"),
            InputTokensLimit = Number(response, "anthropic-ratelimit-input-tokens-limit") ?? Limit(response, "x-ratelimit-limit-tokens"),
            InputTokensRemaining = Number(response, "anthropic-ratelimit-input-tokens-remaining") ?? Number(response, "x-ratelimit-remaining-tokens"),
            OutputTokensLimit = Number(response, "anthropic-ratelimit-output-tokens-limit"),
            OutputTokensRemaining = Number(response, "anthropic-ratelimit-output-tokens-remaining"),
        };
        return limits == Nothing ? null : limits;
    }

    // Azure says 0 where it says nothing (providers.md 7.2).
    private static long? Limit(HttpResponseMessage response, string name) => Number(response, name) is > 0 and var limit ? limit : null;

    private static long? Number(HttpResponseMessage response, string name) =>
        long.TryParse(Value(response, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Seconds, whole or with decimals, or a date (RFC 9110 10.2.3); a date in the past is no wait.
    private static TimeSpan? RetryAfter(string? value, DateTimeOffset now)
    {
        // The words for infinity and for no number parse too, whatever the style.
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
        {
            return seconds < LongestRetryAfterSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(LongestRetryAfterSeconds);
        }

        if (DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at > now ? at - now : TimeSpan.Zero;
        }

        return null;
    }
}
