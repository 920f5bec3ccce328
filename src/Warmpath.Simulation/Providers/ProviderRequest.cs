using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Providers;

/// <summary>One request as the model sees it.</summary>
public sealed record ProviderRequest
{
    /// <summary>Which limits it draws from, and which cache it may read.</summary>
    public required string ModelClass { get; init; }

    /// <summary>The prompt in render order, of which the digests alone count here. Not written after the request was made.</summary>
    public required Block[] Blocks { get; init; }

    /// <summary>For each block the tokens of the prompt that ends with it, ascending. Not written while the request is in use.</summary>
    public required ReadOnlyMemory<int> PrefixTokens { get; init; }

    /// <summary>Ascending by block, at most one per block.</summary>
    public Breakpoint[] Breakpoints { get; init; } = [];

    public required int OutputTokens { get; init; }

    /// <summary>How long its answer takes to begin and to end, where that is known; null = as the parameters say.</summary>
    public (TimeSpan FirstByte, TimeSpan Whole)? Duration { get; init; }

    /// <summary>Prefixes of fewer tokens are not cached; null = <see cref="ProviderParameters.MinimumOf"/>.</summary>
    public int? MinimumCacheTokens { get; init; }

    /// <summary>
    /// Whether all its tokens draw on the input limit, those read from cache and the answer's too, as OpenAI's limit of tokens has it
    /// (providers.md 7.1, 7.2); nothing then draws on the output limit.
    /// </summary>
    public bool CountsAllTokens { get; init; }

    /// <returns><see cref="PrefixTokens"/> of blocks whose size is in tokens.</returns>
    public static int[] PrefixTokensOf(Block[] blocks)
    {
        var prefix = new int[blocks.Length];
        var prompt = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            prefix[i] = prompt += blocks[i].Size;
        }

        return prefix;
    }
}
