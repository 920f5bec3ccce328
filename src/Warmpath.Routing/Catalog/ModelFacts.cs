namespace Warmpath.Routing.Catalog;

/// <summary>What the catalogue says of one model at one time.</summary>
public sealed record ModelFacts
{
    /// <summary>The id or prefix that matched, such as <c>claude-opus-5-5</c>; <c>*</c> when the model is unknown.</summary>
    public required string Id { get; init; }

    /// <summary>Which models share one rate limit: <c>opus-5-5</c>, <c>sonnet-4</c>, <c>gpt-6.2-sol</c>, ... (providers.md 1.2, 7.2).</summary>
    public required string Class { get; init; }

    public required ModelPrices Prices { get; init; }

    /// <summary>Prices of a prompt of more than <see cref="LongPromptTokens"/>; null when size makes no difference.</summary>
    public ModelPrices? LongPromptPrices { get; init; }

    public long LongPromptTokens { get; init; }

    /// <summary>Prefixes of fewer tokens are not cached (providers.md 2.1).</summary>
    public required int MinimumCacheTokens { get; init; }

    public ThinkingBinding Thinking { get; init; }

    /// <summary>Whether tokens that are read from cache count against the input limit: not at Anthropic, but for an old model; at OpenAI (providers.md 1.1, 7.1).</summary>
    public bool ReadsAreCharged { get; init; }

    /// <summary>The prices that hold for a prompt of this size, for the whole request.</summary>
    public ModelPrices PricesFor(long promptTokens) =>
        LongPromptPrices is not null && promptTokens > LongPromptTokens ? LongPromptPrices : Prices;
}
