using System.IO.Hashing;
using System.Runtime.InteropServices;
using Warmpath.Mock.Http;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Outlines;

namespace Warmpath.Mock.Content;

/// <summary>What becomes of the thinking blocks that a conversation brings along (providers.md 2.8).</summary>
/// <remarks>
/// Blocks that the mock did not sign pass: it cannot judge them. Its prefix check is a little stricter than the provider's: what splits the
/// cache, such as another effort, counts as a change of the conversation.
/// </remarks>
internal static class ThinkingHistory
{
    /// <summary>
    /// The prompt as this organization reads it. Where thinking is bound to the account, blocks of another one count nothing, in silence;
    /// the prompt is a different one from there on, so its cache is lost.
    /// </summary>
    public static Block[] Readable(Outline outline, MessageBody body, ThinkingBinding binding, string organizationId)
    {
        var blocks = outline.Blocks.ToArray();
        if (binding != ThinkingBinding.Account)
        {
            return blocks;
        }

        var foreign = Signed(outline, body)
            .Where(signed => signed.Signature.OrganizationId != organizationId)
            .Select(signed => signed.Block)
            .ToHashSet();
        var dropped = UInt128.Zero;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (foreign.Contains(i))
            {
                dropped = Hash(dropped, blocks[i].Digest);
                blocks[i] = blocks[i] with { Size = 0 };
            }

            blocks[i] = dropped == UInt128.Zero ? blocks[i] : blocks[i] with { Digest = Hash(dropped, blocks[i].Digest) };
        }

        return blocks;
    }

    /// <returns>The 400 for the first block that stands in another conversation than it was made in; null when none does.</returns>
    public static ProviderError? Mismatch(Outline outline, MessageBody body, string organizationId)
    {
        var stray = Signed(outline, body).FirstOrDefault(signed =>
            signed.Signature.OrganizationId == organizationId
            && signed.Signature.Model == outline.Model
            && signed.Block > 0
            && outline.Blocks[signed.Block - 1].Digest != signed.Signature.After);
        return stray.Place is { } place
            ? ProviderError.InvalidRequest(ProviderTexts.InvalidSignature(place.Message, place.Content))
            : null;
    }

    /// <summary>The mock's own thinking blocks, each with its place in the body and in the outline: both have the prompt's order.</summary>
    private static IEnumerable<(MessageBody.ThinkingBlock Place, ThinkingSignature Signature, int Block)> Signed(
        Outline outline, MessageBody body)
    {
        var indices = Enumerable.Range(0, outline.Blocks.Length).Where(i => outline.Blocks[i].Kind == BlockKind.Thinking);
        return indices
            .Zip(body.Thinking, (index, place) => (Place: place, Signature: ThinkingSignature.Parse(place.Signature), Block: index))
            .Where(found => found.Signature is not null)
            .Select(found => (found.Place, found.Signature!, found.Block));
    }

    private static UInt128 Hash(UInt128 a, UInt128 b) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes<UInt128>([a, b]));
}
