namespace Warmpath.Routing.Limits;

/// <summary>What <c>anthropic-ratelimit-*</c> headers say (providers.md 1.3), or OpenAI's <c>x-ratelimit-*</c> (7.2), whose tokens are those of input.</summary>
/// <remarks>Anthropic rounds <c>remaining</c> to thousands for tokens.</remarks>
public sealed record LimitHeaders
{
    public long? RequestsLimit { get; init; }

    public long? RequestsRemaining { get; init; }

    public long? InputTokensLimit { get; init; }

    public long? InputTokensRemaining { get; init; }

    public long? OutputTokensLimit { get; init; }

    public long? OutputTokensRemaining { get; init; }
}
