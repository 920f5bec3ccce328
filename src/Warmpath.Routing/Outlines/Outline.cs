namespace Warmpath.Routing.Outlines;

/// <summary>The shape of a prompt, never its text: what routing knows of a request's body.</summary>
/// <remarks>Immutable. The arrays are owned by the outline and not written after it was made.</remarks>
public sealed class Outline
{
    /// <summary>The value of <c>model</c>, as the client sent it.</summary>
    public required string Model { get; init; }

    /// <summary>The value of <c>stream</c>; false when absent.</summary>
    public bool Stream { get; init; }

    /// <summary>The value of <c>max_tokens</c>; 0 when absent.</summary>
    public int MaxTokens { get; init; }

    /// <summary>In render order. Leading <c>x-anthropic-billing-header</c> system entries are no blocks: the provider strips them.</summary>
    public required Block[] Blocks { get; init; }

    /// <summary>How many of <see cref="Blocks"/> are tools and system: the front that different conversations share.</summary>
    public int FrontBlocks { get; init; }

    /// <summary>Ascending by block, at most one per block. More than the provider's four are kept: it is the one to refuse them.</summary>
    public required Breakpoint[] Breakpoints { get; init; }

    /// <summary>The session id inside <c>metadata.user_id</c>, in either of its formats (providers.md 5.2), or OpenAI's <c>prompt_cache_key</c>; null when there is none.</summary>
    public string? BodySession { get; init; }

    /// <summary>The stored response or conversation that the request goes on from (<c>previous_response_id</c>, <c>conversation</c>; providers.md 7.3); null when it names none.</summary>
    public string? Continues { get; init; }

    /// <summary>Whether the answer may be gone on from: OpenAI stores it unless the body says otherwise.</summary>
    public bool Stores { get; init; }

    /// <summary>Whether the answer is made after it was given, to be asked for later: what it costs does not stand in it.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Whether the body has a non-empty <c>tools</c>.</summary>
    public bool HasTools { get; init; }

    /// <summary>Whether the messages hold thinking blocks, which some models bind to the account that made them (providers.md 2.8).</summary>
    public bool HasThinking { get; init; }

    /// <summary>Index of the first block that is thinking; -1 when there is none.</summary>
    public int FirstThinkingBlock { get; init; } = -1;

    /// <summary>Whether the body has a top-level <c>cache_control</c>, of whatever shape: a second one would be read by some and not by others.</summary>
    public bool NamesCacheControl { get; init; }

    /// <summary>True when the gateway is to add the top-level <c>cache_control</c> that the body does not have.</summary>
    public bool AddsAutomaticBreakpoint { get; private init; }

    /// <summary>The outline of the same body with Anthropic's automatic marker (providers.md 2.1): on the last block, five minutes.</summary>
    public Outline WithAutomaticBreakpoint() => new()
    {
        Model = Model,
        Stream = Stream,
        MaxTokens = MaxTokens,
        Blocks = Blocks,
        FrontBlocks = FrontBlocks,
        Breakpoints = [new(Blocks.Length - 1, CacheLifetime.FiveMinutes, IsExplicit: true)],
        BodySession = BodySession,
        HasTools = HasTools,
        HasThinking = HasThinking,
        FirstThinkingBlock = FirstThinkingBlock,
        Stores = Stores,
        AddsAutomaticBreakpoint = true,
    };
}
