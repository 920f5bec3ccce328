using System.Text.Unicode;
using Warmpath.Fuzz.Reading;
using Warmpath.Routing.Outlines;

namespace Warmpath.Fuzz.Rules;

/// <summary>No body is read differently from what is forwarded.</summary>
internal sealed class OutlineRules
{
    private readonly DigestRules _digests = new();

    /// <summary>Bodies so far that had an outline.</summary>
    public int Accepted { get; private set; }

    private const int LongestModel = 256;

    /// <exception cref="BrokenRuleException">The body is read wrongly.</exception>
    public void Check(byte[] body)
    {
        var outline = OutlineReader.Read(body, out var fault);
        Swiftness.Check(() => OutlineReader.Read(body, out _));
        BrokenRuleException.Unless(outline is null != fault is null, "either an outline or a fault");
        CheckOpenAI(body, outline);

        // At another place in the vectors, and with room behind: the same text is the same to every path through the reader.
        var before = 1 + (body.Length % 31);
        var shifted = new byte[before + body.Length + 64];
        Array.Fill(shifted, (byte)' ');
        body.CopyTo(shifted, before);
        var again = OutlineReader.Read(shifted, out _);
        BrokenRuleException.Unless(again is null == (outline is null) || body.AsSpan().StartsWith("\uFEFF"u8), "space around changes nothing");

        var slow = body.AsSpan().StartsWith("\uFEFF"u8) || !Utf8.IsValid(body) ? null : SlowOutline.Read(body);
        if (slow is null)
        {
            BrokenRuleException.Unless(outline is null, "what another parser refuses is refused");
            return;
        }

        if (slow is not { Models: 1, ModelsInAnyCase: 1, ModelIsText: true } || slow.Model is "")
        {
            BrokenRuleException.Unless(outline is null, "no model, two of them, or one that is none is refused");
            return;
        }

        if (slow.Model is { } name ? name.Length > LongestModel || name.Any(char.IsControl) : outline is null)
        {
            BrokenRuleException.Unless(outline is null, "a model that is no name is refused");
            return;
        }

        BrokenRuleException.Unless(outline is not null, $"refused without need: {fault?.Message}");
        Accepted++;
        Compare(slow, outline!);
        BrokenRuleException.Unless(outline!.Blocks.SequenceEqual(again!.Blocks), "space around changes no block");
        _digests.Check(slow, outline);
        InsertionRules.Check(body, outline, slow.NamesAutomatic);
    }

    // What makes a body unreadable is the same in every format: they differ in the members that they know.
    private static void CheckOpenAI(byte[] body, Outline? outline)
    {
        var other = OutlineReader.Read(body, PromptFormat.OpenAI, out var fault);
        Swiftness.Check(() => OutlineReader.Read(body, PromptFormat.OpenAI, out _));
        BrokenRuleException.Unless(other is null != fault is null, "either an outline or a fault");
        BrokenRuleException.UnlessEqual(outline?.Model, other?.Model, "the model, whatever the format");
        BrokenRuleException.Unless(other is null || other.Breakpoints.All(one => one.Block < other.Blocks.Length), "no breakpoint beyond the blocks");
    }

    private static void Compare(SlowOutline slow, Outline outline)
    {
        BrokenRuleException.UnlessEqual(slow.Model ?? outline.Model, outline.Model, "model");
        BrokenRuleException.UnlessEqual(slow.Stream, outline.Stream, "stream");
        BrokenRuleException.UnlessEqual(slow.MaxTokens, outline.MaxTokens, "max_tokens");
        BrokenRuleException.UnlessEqual(slow.SessionIsKnown ? slow.Session : outline.BodySession, outline.BodySession, "session");
        BrokenRuleException.UnlessEqual(slow.Blocks.Count, outline.Blocks.Length, "blocks");
        BrokenRuleException.UnlessEqual(slow.FrontBlocks, outline.FrontBlocks, "blocks of the front");
        BrokenRuleException.UnlessEqual(slow.Tools > 0, outline.HasTools, "tools");
        for (var i = 0; i < slow.Blocks.Count; i++)
        {
            BrokenRuleException.UnlessEqual(slow.Blocks[i].Kind ?? outline.Blocks[i].Kind, outline.Blocks[i].Kind, $"kind of block {i}");
            BrokenRuleException.UnlessEqual(slow.Blocks[i].Size, outline.Blocks[i].Size, $"size of block {i}");
        }

        var thinking = Array.FindIndex(outline.Blocks, block => block.Kind == BlockKind.Thinking);
        BrokenRuleException.UnlessEqual((thinking, thinking >= 0), (outline.FirstThinkingBlock, outline.HasThinking), "first thinking");
        BrokenRuleException.UnlessEqual(string.Join('\n', Expected(slow)), string.Join('\n', outline.Breakpoints), "breakpoints");
    }

    private static IEnumerable<Breakpoint> Expected(SlowOutline slow)
    {
        for (var i = 0; i < slow.Blocks.Count; i++)
        {
            if (slow.Blocks[i].Marker is { } marker)
            {
                yield return new(i, marker.Lifetime, marker.Start, marker.Length, marker.IsExplicit);
            }
        }

        // Automatic caching's own stands on the last block, unless that has one (providers.md 2.1).
        if (slow is { Automatic: { } automatic, Blocks: [.., { Marker: null }] })
        {
            yield return new(slow.Blocks.Count - 1, automatic.Lifetime, IsExplicit: true);
        }
    }
}
