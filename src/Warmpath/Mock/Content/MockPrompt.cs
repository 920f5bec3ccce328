using Warmpath.Mock.Http;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>A prompt that the provider takes.</summary>
/// <param name="Blocks">In tokens, and as this organization can read them.</param>
internal sealed record MockPrompt(Outline Outline, MessageBody Body, ModelFacts Facts, Block[] Blocks)
{
    public string Model => Outline.Model;

    public long Tokens => Blocks.Sum(block => (long)block.Size);

    /// <summary>Digest of the whole prompt.</summary>
    private UInt128 Digest => Outline.Blocks.Length == 0 ? UInt128.Zero : Outline.Blocks[^1].Digest;

    /// <summary>What an answer needs, and counting tokens does not.</summary>
    /// <param name="warms">Whether a prompt can be warmed without an answer: not with a stream, not in a batch (providers.md 2.6).</param>
    public ProviderError? CheckMaxTokens(bool warms) => Body.MaxTokens switch
    {
        null => ProviderError.InvalidRequest("max_tokens: Field required"),
        0 when !warms => ProviderError.InvalidRequest("max_tokens: 0 is not possible with stream or in a batch"),
        < 0 => ProviderError.InvalidRequest("max_tokens: must not be negative"),
        _ => null,
    };

    /// <param name="organizationId">Whose thinking it is, should there be some.</param>
    public Reply Answer(string organizationId) => Replies.Compose(Body, new ThinkingSignature(organizationId, Model, Digest).ToString());
}
