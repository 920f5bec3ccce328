namespace Warmpath.Routing.Baselines;

/// <summary>What a baseline is told.</summary>
public sealed record BaselineOptions
{
    /// <summary>Draws what the baseline leaves to chance.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Prompts of fewer tokens are not cached by the provider.</summary>
    public int MinimumCacheTokens { get; init; } = 1024;

    /// <summary>Names the same blocks alike whatever the model, by a block's digest; digests cover the model.</summary>
    public Func<UInt128, UInt128> ContentOf { get; init; } = digest => digest;

    /// <summary>Whether LiteLLM hands the provider's <c>retry-after</c> to the client; its documentation says that it does not.</summary>
    public bool LiteLlmForwardsRetryAfter { get; init; }
}
