namespace Warmpath.Routing.Outlines;

/// <summary>How a body writes its prompt.</summary>
public enum PromptFormat : byte
{
    /// <summary>Anthropic's Messages API: <c>tools</c>, <c>system</c>, <c>messages</c>, with markers where to cache.</summary>
    Anthropic,

    /// <summary>
    /// OpenAI's Responses API (<c>tools</c>, <c>instructions</c>, <c>input</c>) and Chat Completions (<c>tools</c>, <c>messages</c>): each item a block.
    /// It caches by itself (providers.md 7.1): the front and the whole are taken for what it keeps, for an hour, as it promises half of one at least.
    /// </summary>
    OpenAI,

    /// <summary>OpenAI's Embeddings (<c>input</c>): nothing of them is cached.</summary>
    OpenAIEmbeddings,
}
