using System.Text.Json;
using Warmpath.Mock.Content;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.OpenAI;

/// <summary>A prompt of OpenAI's that it takes.</summary>
/// <param name="Blocks">In tokens.</param>
/// <param name="Input">The items of this request, as they are kept.</param>
/// <param name="Before">Those that it goes on from.</param>
internal sealed record OpenAIPrompt(Outline Outline, MessageBody Body, ModelFacts Facts, Block[] Blocks, JsonElement[] Input, JsonElement[] Before)
{
    /// <summary>Prefixes of fewer tokens are not cached (providers.md 7.1).</summary>
    private const int MinimumCacheTokens = 1024;

    public string Model => Outline.Model;

    public long Tokens => Blocks.Sum(block => (long)block.Size);

    /// <param name="organizationId">Whose reasoning it is, should there be some.</param>
    public Reply Answer(string organizationId) =>
        Replies.Compose(Body, new ThinkingSignature(organizationId, Model, Blocks.Length == 0 ? UInt128.Zero : Blocks[^1].Digest).ToString());

    /// <summary>What the provider's model is asked for it.</summary>
    public ProviderRequest Request(int outputTokens) => new()
    {
        ModelClass = Facts.Class,
        MinimumCacheTokens = MinimumCacheTokens,
        Blocks = Blocks,
        PrefixTokens = ProviderRequest.PrefixTokensOf(Blocks),
        Breakpoints = Outline.Breakpoints,
        OutputTokens = outputTokens,
        CountsAllTokens = true,
    };
}
