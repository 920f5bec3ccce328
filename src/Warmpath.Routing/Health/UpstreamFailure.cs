using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Health;

/// <summary>What came back from a failed attempt, in the words that judging needs.</summary>
public sealed record UpstreamFailure
{
    public required AttemptFailure Kind { get; init; }

    /// <summary>The HTTP status; for a <see cref="AttemptFailure.StreamError"/> 0; null when nothing answered.</summary>
    public int? Status { get; init; }

    /// <summary><c>error.type</c> of the body.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The request names something that one workspace made, such as a file: a 404 may be about that.</summary>
    public bool NamesMade { get; init; }

    /// <summary><c>error.details.error_code</c> of the body, or OpenAI's <c>error.code</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary><c>error.message</c> of the body, cut to 500 characters; may quote the prompt's field names, never its text. Of a connection that was not
    /// made: why, where that is known.</summary>
    public string? Message { get; init; }

    /// <summary>The <c>retry-after</c> header in seconds or as a date, read; null when absent or unreadable.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public LimitHeaders? Limits { get; init; }

    public string? OrganizationId { get; init; }

    public string? WorkspaceId { get; init; }
}
