using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class OutlineReaderTests
{
    private const string Tools = """ "tools":[{"name":"Read"},{"name":"Write"}] """;
    private const string System = """ "system":[{"type":"text","text":"You are"},{"type":"text","text":"Rules"}] """;
    private const string Messages = """
        "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"text","text":"yes"}]}]
        """;

    [Fact]
    public void A_request_of_an_agent_is_outlined_whole()
    {
        var outline = Bodies.Read(
            "\"max_tokens\":64000",
            "\"stream\":true",
            Tools,
            System,
            """
            "messages":[{"role":"user","content":"hi"},
                {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"s"},{"type":"tool_use"}]}]
            """,
            "\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"s-1\\\"}\"}");

        Assert.Equal(("claude-opus-5-5", true, 64_000, "s-1"), (outline.Model, outline.Stream, outline.MaxTokens, outline.BodySession));
        Assert.Equal(
            [BlockKind.Tool, BlockKind.Tool, BlockKind.System, BlockKind.System, BlockKind.Text, BlockKind.Thinking, BlockKind.ToolUse],
            outline.Blocks.Select(block => block.Kind));
        Assert.Equal((4, true, true, 5), (outline.FrontBlocks, outline.HasTools, outline.HasThinking, outline.FirstThinkingBlock));
        Assert.Equal(outline.Blocks.Length, outline.Blocks.Select(block => block.Digest).Distinct().Count());
    }

    [Fact]
    public void A_body_with_only_a_model_has_an_empty_outline()
    {
        var outline = Bodies.Read();
        Assert.Equal((false, 0, 0), (outline.Stream, outline.MaxTokens, outline.FrontBlocks));
        Assert.Equal((false, false, -1), (outline.HasTools, outline.HasThinking, outline.FirstThinkingBlock));
        Assert.Empty(outline.Blocks);
        Assert.Null(outline.BodySession);
    }

    [Theory]
    [InlineData("{\"model\":\"claude-opus-5-5\"}")]
    [InlineData("{\"mod\\u0065l\":\"claude-opus\\u002d5-5\"}")]
    [InlineData(" {\n\"messages\" : [] , \"model\"\t:\r\n\"claude-opus-5-5\" } ")]
    public void The_model_is_what_the_body_says_however_it_is_written(string body) =>
        Assert.Equal("claude-opus-5-5", OutlineReader.Read(Bodies.Utf8(body), out _)!.Model);

    [Fact]
    public void The_order_of_members_changes_nothing()
    {
        string[] members =
        [
            Tools, System, Messages, "\"tool_choice\":{\"type\":\"auto\"}", "\"thinking\":{\"type\":\"adaptive\"}", "\"speed\":\"fast\"",
        ];
        var expected = Bodies.Digests(Bodies.Read(members));
        Gen.Shuffle(members).Sample(shuffled => Assert.Equal(expected, Bodies.Digests(Bodies.Read(shuffled))));
    }

    [Fact]
    public void Of_a_repeated_member_the_last_one_holds()
    {
        var once = Bodies.Read(Tools, System, Messages, "\"stream\":true");
        var twice = Bodies.Read(
            "\"stream\":false",
            "\"messages\":[{\"role\":\"user\",\"content\":\"other\"}]",
            "\"tools\":[{},{},{}]",
            "\"system\":\"other\"",
            "\"output_config\":{\"effort\":\"low\"}",
            Tools,
            System,
            """ "messages":[{"role":"user","content":[1,2,3],"content":"hi"},{"role":"user","role":"assistant","content":"yes"}] """,
            "\"output_config\":{}",
            "\"stream\":true");
        Assert.Equal(once.Blocks.Select(block => block.Digest), twice.Blocks.Select(block => block.Digest));
        Assert.Equal(once.Stream, twice.Stream);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"system\":\"\"")]
    [InlineData("\"system\":null")]
    [InlineData("\"system\":[]")]
    [InlineData("\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: cc_version=2.1.330.abc;\"}]")]
    [InlineData("\"tools\":[],\"system\":[]")]
    public void An_empty_system_is_no_system(string system)
    {
        var members = system.Length == 0 ? (string[])[Messages] : [system, Messages];
        Assert.Equal(Bodies.Digests(Bodies.Read(Messages)), Bodies.Digests(Bodies.Read(members)));
        Assert.Equal(0, Bodies.Read(members).FrontBlocks);
    }

    [Theory]
    [InlineData("""{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330.abc; cc_entrypoint=cli;"},""")]
    [InlineData("""{"text":"x-anthropic-billing-header:","type":"text"},""")]
    [InlineData("""{"type":"text","text":"\u0078-anthropic-billing-header: a\n"},""")]
    [InlineData("""{"type":"text","text":"x-anthropic-billing-header: a"},{"type":"text","text":"x-anthropic-billing-header: b"},""")]
    public void Leading_attribution_entries_are_no_blocks(string entries)
    {
        var with = Bodies.Read($$""" "system":[{{entries}}{"type":"text","text":"You are"}] """, Messages);
        var without = Bodies.Read(""" "system":[{"type":"text","text":"You are"}] """, Messages);
        Assert.Equal(without.Blocks, with.Blocks);
        Assert.Equal(1, with.FrontBlocks);
    }

    [Fact]
    public void An_attribution_that_stands_elsewhere_is_a_block()
    {
        const string Attribution = """{"type":"text","text":"x-anthropic-billing-header: a"}""";
        Assert.Equal(2, Bodies.Read($$""" "system":[{"type":"text","text":"You are"},{{Attribution}}] """).FrontBlocks);
        Assert.Single(Bodies.Read(Bodies.User($"[{Attribution}]")).Blocks);
        Assert.Single(Bodies.Read("\"system\":\"x-anthropic-billing-header: a and more\"").Blocks);
    }

    /// <summary>The moving marker: the last message comes again without it, as a string (claude-code-gateway-protocol.md 5).</summary>
    [Fact]
    public void The_next_turn_of_a_conversation_has_the_whole_one_before_as_its_prefix()
    {
        const string Marked = """ "cache_control":{"type":"ephemeral"} """;
        var first = Bodies.Read(Tools, System, $$""" "messages":[{"role":"user","content":[{"type":"text","text":"hi",{{Marked}}}]}] """);
        var second = Bodies.Read(Tools, System, $$"""
            "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t"}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"x"}],{{Marked}}}]}]
            """);
        Assert.Equal(Bodies.Digests(first), Bodies.Digests(second).Take(first.Blocks.Length));
        Assert.Equal(6, second.Breakpoints.Single().Block);
    }

    [Fact]
    public void Blocks_that_are_added_never_change_the_digests_before_them()
    {
        var block = Gen.OneOf(
            SomeJson.Literal.Select(text => $$"""{"type":"text","text":{{text}}}"""),
            SomeJson.Literal.Select(text => $$"""{"type":"tool_result","tool_use_id":"t","content":{{text}}}"""));
        Gen.Select(block.Array[1, 12], Gen.Int[1, 12]).Sample((blocks, kept) =>
        {
            kept = Math.Min(kept, blocks.Length);
            var part = Bodies.Read(Tools, System, Bodies.User($"[{string.Join(',', blocks.Take(kept))}]"));
            var whole = Bodies.Read(Tools, System, Bodies.User($"[{string.Join(',', blocks)}]"));
            Assert.Equal(Bodies.Digests(part), Bodies.Digests(whole).Take(part.Blocks.Length));
        });
    }

    [Fact]
    public void A_changed_block_changes_every_digest_from_there_on() => Gen.Int[0, 19].Array[1, 20].Sample(numbers =>
    {
        var changed = numbers[0] % numbers.Length;
        var one = Digests(numbers);
        int[] edited = [.. numbers];
        edited[changed] = -1;
        var other = Digests(edited);
        Assert.Equal(one.Take(changed), other.Take(changed));
        Assert.Empty(one.Skip(changed).Intersect(other.Skip(changed)));

        static UInt128[] Digests(int[] numbers) =>
            Bodies.Digests(Bodies.Read(Bodies.User($"[{string.Join(',', numbers.Select(number => $"{{\"a\":{number}}}"))}]")));
    });

    /// <summary>Digests are shared between replicas and kept over restarts: a change of their rules must be a decision.</summary>
    [Fact]
    public void A_digest_stays_the_same_from_build_to_build() =>
        Assert.Equal("af3e75ad206b4046d93537b86555a8b9", Bodies.Read(Tools, System, Messages).Blocks[^1].Digest.ToString("x32", null));

    [Fact]
    public void A_long_prompt_costs_few_bytes_of_memory()
    {
        var text = new string('a', 1_200);
        var blocks = Enumerable.Range(0, 200).Select(i => $$"""{"type":"tool_result","tool_use_id":"{{i}}","content":"{{text}}\n"}""");
        var body = Bodies.Utf8(Bodies.Body(Tools, System, Bodies.User($"[{string.Join(',', blocks)}]")));
        Assert.InRange(body.Length, 240_000, 260_000 + 10_000);

        OutlineReader.Read(body, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        OutlineReader.Read(body, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12_000);
    }
}
