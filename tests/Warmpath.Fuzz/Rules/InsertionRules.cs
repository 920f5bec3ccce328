using System.Text;
using System.Text.Json;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing.Outlines;

namespace Warmpath.Fuzz.Rules;

/// <summary>What the gateway puts into a body leaves it valid, says what it is meant to say, and changes nothing else.</summary>
internal static class InsertionRules
{
    /// <param name="namesAutomatic">Whether the body has a <c>cache_control</c> of its own at the top.</param>
    public static void Check(byte[] body, Outline outline, bool namesAutomatic)
    {
        var unmarked = outline.Breakpoints.Where(breakpoint => !breakpoint.IsExplicit).ToArray();
        if (unmarked.Length > 0)
        {
            var changed = Rewritten(body, outline, unmarked, out var added);
            BrokenRuleException.UnlessEqual(unmarked.Length, added, "insertions");
            BrokenRuleException.Unless(Encoding.UTF8.GetString(changed).Length == Encoding.UTF8.GetString(body).Length + (added * ",\"ttl\":\"1h\"".Length), "nothing but the insertions");
            var again = Read(changed);
            BrokenRuleException.Unless(SameBlocks(outline, again), "an hour's marker changes no digest");
            BrokenRuleException.Unless(
                outline.Breakpoints.Zip(again.Breakpoints).All(pair => pair.First.Block == pair.Second.Block
                    && pair.Second.Lifetime == (pair.First.IsExplicit ? pair.First.Lifetime : CacheLifetime.OneHour)),
                "exactly the unmarked lifetimes become an hour");
        }

        if (outline is { Blocks.Length: > 0, Breakpoints.Length: 0, NamesCacheControl: false })
        {
            BrokenRuleException.Unless(!namesAutomatic, "no second cache_control at the top");
            var changed = Rewritten(body, outline.WithAutomaticBreakpoint(), [], out var added);
            BrokenRuleException.UnlessEqual(1, added, "insertions");
            var again = Read(changed);
            BrokenRuleException.Unless(SameBlocks(outline, again), "the automatic marker changes no digest");
            BrokenRuleException.Unless(again.Breakpoints is [{ Lifetime: CacheLifetime.FiveMinutes } only] && only.Block == again.Blocks.Length - 1, "the automatic marker is on the last block");
        }
    }

    // Sizes count a block's marker, so that they differ by what went into it.
    private static bool SameBlocks(Outline before, Outline after) =>
        before.Model == after.Model && before.Blocks.Select(block => (block.Digest, block.Kind)).SequenceEqual(after.Blocks.Select(block => (block.Digest, block.Kind)));

    private static Outline Read(byte[] body)
    {
        using (JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = int.MaxValue }))
        {
            return OutlineReader.Read(body, out var fault) ?? throw new BrokenRuleException($"after insertion: {fault?.Message}");
        }
    }

    private static byte[] Rewritten(byte[] body, Outline outline, Breakpoint[] hour, out int added)
    {
        var insertions = BodyInsertions.Of(body, outline, hour);
        added = insertions.Count;
        var changed = new List<byte>();
        var from = 0;
        foreach (var (at, text) in insertions)
        {
            changed.AddRange(body.AsSpan(from..at));
            changed.AddRange(text.Span);
            from = at;
        }

        changed.AddRange(body.AsSpan(from));
        return [.. changed];
    }
}
