namespace Warmpath.Routing.Catalog;

/// <summary>What ties the thinking blocks, or reasoning items, of a conversation to where they were made (providers.md 2.8, 7.3).</summary>
public enum ThinkingBinding : byte
{
    /// <summary>Signatures are portable.</summary>
    None,

    /// <summary>Checked against the conversation before them; accounts differ in whether they check, so a move may end in a 400.</summary>
    Prefix,

    /// <summary>Readable in the producing account alone. Elsewhere Anthropic drops them in silence, the cache lost from there on; OpenAI refuses the request.</summary>
    Account,
}
