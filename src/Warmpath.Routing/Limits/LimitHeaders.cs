namespace Warmpath.Routing.Limits;

/// <summary>What <c>anthropic-ratelimit-*</c> headers say (providers.md 1.3). <c>remaining</c> is rounded to thousands for tokens.</summary>
public sealed record LimitHeaders
{
    public long? RequestsLimit { get; init; }

    public long? RequestsRemaining { get; init; }

    public long? InputTokensLimit { get; init; }

    public long? InputTokensRemaining { get; init; }

    public long? OutputTokensLimit { get; init; }

    public long? OutputTokensRemaining { get; init; }
}
