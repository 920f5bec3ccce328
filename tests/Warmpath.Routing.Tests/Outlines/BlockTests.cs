using System.Runtime.CompilerServices;
using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

/// <summary>What counts as the same block, and what as another.</summary>
public class BlockTests
{
    [Theory]
    [InlineData("""[{"type":"text","text":"hi\n"}]""")]
    [InlineData("""[{"text":"hi\n","type":"text"}]""")]
    [InlineData("""[ { "type" : "text" , "text" : "hi\n" } ]""")]
    [InlineData("""[{"type":"text","text":"hi\n","cache_control":{"type":"ephemeral"}}]""")]
    [InlineData("""[{"cache_control":{"type":"ephemeral","ttl":"1h"},"type":"text","text":"hi\n"}]""")]
    [InlineData("""[{"type":"text","cache_control":null,"text":"hi\n"}]""")]
    [InlineData("""[{"type":"te\u0078t","te\u0078t":"hi\n","cache_contro\u006c":null}]""")]
    public void A_string_is_the_same_as_one_text_block_with_or_without_marker(string content)
    {
        Assert.Equal(Digest("\"hi\\n\""), Digest(content));
        Assert.Equal(SystemDigest("\"hi\\n\""), SystemDigest(content));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"hi"}]""")]
    [InlineData("""[{"type":"text","text":"hi\n","citations":[]}]""")]
    [InlineData("""[{"type":"thinking","text":"hi\n"}]""")]
    [InlineData("""[{"text":"hi\n"}]""")]
    [InlineData("""[{"type":"text","text":"hi\n","text":"hi\n"}]""")]
    [InlineData("""["hi\n"]""")]
    public void Any_other_block_differs_from_the_string(string content) => Assert.NotEqual(Digest("\"hi\\n\""), Digest(content));

    [Fact]
    public void A_block_always_keeps_what_it_was_made_of_and_a_size_beyond_its_largest_becomes_that()
    {
        Gen.Select(Gen.ULong, Gen.Int, Gen.Enum<BlockKind>()).Sample((digest, size, kind) =>
        {
            var block = new Block(digest, size, kind);
            var kept = Math.Clamp(size, ~Block.LargestSize, Block.LargestSize);
            Assert.Equal(((UInt128)digest, kept, kind), (block.Digest, block.Size, block.Kind));
            Assert.Equal((7, kind), ((block with { Size = 7 }).Size, (block with { Size = 7 }).Kind));
        });
        Assert.True(Block.LargestSize >= 4 * 32 * 1024 * 1024 - 1);
        Assert.All(Enum.GetValues<BlockKind>(), kind => Assert.Equal(kind, new Block(0, -1, kind).Kind));
    }

    // A long prompt has hundreds, and a stream keeps them to its end.
    [Fact]
    public void A_block_takes_20_bytes() => Assert.Equal(20, Unsafe.SizeOf<Block>());

    [Fact]
    public void Whitespace_between_members_and_the_place_of_the_marker_change_nothing()
    {
        const string Plain = """{"type":"tool_use","id":"t","name":"Read","input":{"path":"a"}}""";
        foreach (var same in (string[])[
            """{ "type" : "tool_use" ,"id":"t", "name":"Read","input":{"path":"a"} }""",
            """{"cache_control":{"type":"ephemeral"},"type":"tool_use","id":"t","name":"Read","input":{"path":"a"}}""",
            """{"type":"tool_use","cache_control":{"type":"ephemeral"},"id":"t","name":"Read","input":{"path":"a"}}""",
            """{"type":"tool_use","id":"t","name":"Read","input":{"path":"a"},"cache_control":{"type":"ephemeral"}}""",
            """{"cache_control":null,"type":"tool_use","id":"t","cache_control":null,"name":"Read","input":{"path":"a"}}"""])
        {
            Assert.Equal(Digest($"[{Plain}]"), Digest($"[{same}]"));
            Assert.Equal(ToolDigest(Plain), ToolDigest(same));
        }
    }

    [Theory]
    [InlineData("""{"type":"tool_use","id":"t","name":"Read","input":{"path":"b"}}""")]
    [InlineData("""{"type":"tool_use","name":"Read","id":"t","input":{"path":"a"}}""")]
    [InlineData("""{"type":"tool_use","id":"t","name":"Read","input":{"path":"a","cache_control":null}}""")]
    [InlineData("""{"type":"tool_use","id":"t","name":"Read"}""")]
    public void Another_member_value_or_order_is_another_block(string other) =>
        Assert.NotEqual(Digest("""[{"type":"tool_use","id":"t","name":"Read","input":{"path":"a"}}]"""), Digest($"[{other}]"));

    [Theory]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"b"}]""")]
    [InlineData("""[{"type":"text","text":"a"} , {"cache_control":{"type":"ephemeral"},"type":"text","text":"b"}]""")]
    [InlineData("""[ {"type":"text", "text":"a"},{"type":"text","cache_control":null,"text":"b"} ]""")]
    public void Markers_inside_a_tool_result_do_not_count_either(string content) =>
        Assert.Equal(
            Digest("""[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]"""),
            Digest($$"""[{"type":"tool_result","tool_use_id":"t","content":{{content}}}]"""));

    [Theory]
    [InlineData("[1,2]", "[12]")]
    [InlineData("[[1],2]", "[[1,2]]")]
    [InlineData("""["a","b"]""", """["ab"]""")]
    [InlineData("[{},{}]", "[{}]")]
    [InlineData("""[{"a":1},{"b":2}]""", """[{"a":1,"b":2}]""")]
    public void Contents_of_another_structure_are_never_the_same(string one, string other) =>
        Assert.NotEqual(
            Digest($$"""[{"type":"tool_result","content":{{one}}}]"""),
            Digest($$"""[{"type":"tool_result","content":{{other}}}]"""));

    [Fact]
    public void Who_speaks_counts_but_where_a_message_ends_does_not()
    {
        var one = Bodies.Read("""
            "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]
            """);
        var two = Bodies.Read("""
            "messages":[{"role":"user","content":"a"},{"content":"b","role":"user"}]
            """);
        var other = Bodies.Read("""
            "messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]
            """);
        Assert.Equal(Bodies.Digests(one), Bodies.Digests(two));
        Assert.Equal(one.Blocks[0].Digest, other.Blocks[0].Digest);
        Assert.NotEqual(one.Blocks[1].Digest, other.Blocks[1].Digest);
    }

    [Fact]
    public void The_same_text_in_another_part_of_the_prompt_or_of_another_role_is_another_block()
    {
        string[] members =
        [
            """ "tools":[{"type":"text","text":"a"}] """,
            "\"system\":\"a\"",
            .. ((string[])["user", "assistant", "system", "other"]).Select(role => $$""" "messages":[{"role":"{{role}}","content":"a"}] """),
        ];
        Assert.Equal(members.Length, members.Select(member => Bodies.Read(member).Blocks.Single().Digest).Distinct().Count());
    }

    [Theory]
    [InlineData("text", BlockKind.Text)]
    [InlineData("thinking", BlockKind.Thinking)]
    [InlineData("redacted_thinking", BlockKind.Thinking)]
    [InlineData("tool_use", BlockKind.ToolUse)]
    [InlineData("server_tool_use", BlockKind.ToolUse)]
    [InlineData("tool_result", BlockKind.ToolResult)]
    [InlineData("web_search_tool_result", BlockKind.ToolResult)]
    [InlineData("image", BlockKind.Image)]
    [InlineData("document", BlockKind.Document)]
    [InlineData("d\\u006fcument", BlockKind.Document)]
    [InlineData("compaction", BlockKind.Other)]
    public void Kind_comes_from_the_type(string type, BlockKind kind)
    {
        var body = $$"""{"type":"{{type}}"}""";
        Assert.Equal(kind, Bodies.Read(Bodies.User($"[{body}]")).Blocks.Single().Kind);
        Assert.Equal(BlockKind.System, Bodies.Read($"\"system\":[{body}]").Blocks.Single().Kind);
        Assert.Equal(BlockKind.Tool, Bodies.Read($"\"tools\":[{body}]").Blocks.Single().Kind);
    }

    [Fact]
    public void Size_is_the_length_of_the_block_as_sent()
    {
        var outline = Bodies.Read(
            "\"tools\":[ {\"name\": \"a\"} , {} ]",
            "\"system\":\"a\\u00e9\"",
            Bodies.User("[{\"type\":\"text\",\"text\":\"é\",\"cache_control\":{\"type\":\"ephemeral\"}}, 17]"));
        Assert.Equal([13, 2, 9, 64, 2], outline.Blocks.Select(block => block.Size));
    }

    private static UInt128 Digest(string content) => Bodies.Read(Bodies.User(content)).Blocks.Single().Digest;

    private static UInt128 SystemDigest(string system) => Bodies.Read($"\"system\":{system}").Blocks.Single().Digest;

    private static UInt128 ToolDigest(string tool) => Bodies.Read($"\"tools\":[{tool}]").Blocks.Single().Digest;
}
