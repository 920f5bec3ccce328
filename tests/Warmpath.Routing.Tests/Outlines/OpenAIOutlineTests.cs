using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

/// <summary>Bodies of OpenAI's Responses, Chat Completions and Embeddings.</summary>
public class OpenAIOutlineTests
{
    [Fact]
    public void A_turn_of_Codex_is_outlined_whole()
    {
        var outline = Read(
            """
            {"model":"gpt-6-sol","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]},
                {"type":"reasoning","encrypted_content":"x"},{"type":"function_call","name":"shell"},{"type":"function_call_output","output":"ok"},{"type":"web_search_call"}],
             "instructions":"Be brief.","tools":[{"type":"function","name":"shell"}],"prompt_cache_key":"s-1","store":false,"stream":true,"max_output_tokens":900,
             "metadata":{"user_id":"user_1"}}
            """);
        Assert.Equal(("gpt-6-sol", true, 900, "s-1"), (outline.Model, outline.Stream, outline.MaxTokens, outline.BodySession));
        Assert.Equal(
            [BlockKind.Tool, BlockKind.System, BlockKind.Text, BlockKind.Thinking, BlockKind.ToolUse, BlockKind.ToolResult, BlockKind.ToolUse],
            outline.Blocks.Select(block => block.Kind));
        Assert.Equal((2, true, 3), (outline.FrontBlocks, outline.HasThinking, outline.FirstThinkingBlock));
        Assert.Equal((null, false), (outline.Continues, outline.Stores));
    }

    [Fact]
    public void What_it_caches_by_itself_is_the_front_and_the_whole()
    {
        var outline = Read("""{"model":"gpt-6-sol","instructions":"a","tools":[{"type":"function"}],"input":[{"type":"message"},{"type":"message"}]}""");
        Assert.Equal([new(1, CacheLifetime.OneHour, IsExplicit: true), new Breakpoint(3, CacheLifetime.OneHour, IsExplicit: true)], outline.Breakpoints);
        Assert.Equal([0], Read("""{"model":"gpt-6-sol","input":"hi"}""").Breakpoints.Select(one => one.Block));
        Assert.Empty(Read("""{"model":"gpt-6-sol"}""").Breakpoints);
    }

    [Fact]
    public void A_conversation_that_grows_keeps_the_digests_of_what_was_there()
    {
        var before = Read("""{"model":"gpt-6-sol","messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}]}""");
        var after = Read("""{"model":"gpt-6-sol","messages":[{"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}],"stream":true}""");
        Assert.Equal(before.Blocks.Select(block => block.Digest), after.Blocks.Take(2).Select(block => block.Digest));
    }

    [Fact]
    public void Tools_and_instructions_in_front_of_the_items_are_the_front_whatever_ids_they_have()
    {
        const string body = """
            {"model":"gpt-6-sol","input":[{"type":"additional_tools","id":"at_ID","tools":[{"name":"shell"}]},{"type":"message","role":"developer","id":"msg_ID","content":[{"type":"input_text","text":"Be brief."}]},
              {"type":"message","role":"user","content":"hi"},{"type":"message","role":"assistant","id":"msg_ID","status":"completed","content":[{"type":"output_text","text":"yes","annotations":[],"logprobs":[]}]}]}
            """;
        var one = Read(body.Replace("ID", "1", StringComparison.Ordinal));
        var other = Read(body.Replace("ID", "2", StringComparison.Ordinal).Replace("\"status\":\"completed\",", "", StringComparison.Ordinal).Replace(",\"annotations\":[],\"logprobs\":[]", "", StringComparison.Ordinal));
        Assert.Equal((2, 4), (one.FrontBlocks, one.Blocks.Length));
        Assert.Equal([1, 3], one.Breakpoints.Select(breakpoint => breakpoint.Block));
        Assert.Equal(one.Blocks.Select(block => block.Digest), other.Blocks.Select(block => block.Digest));
    }

    [Fact]
    public void A_million_numbers_are_not_as_many_blocks()
    {
        var numbers = string.Join(',', Enumerable.Repeat("1", 300_000));
        Assert.Single(OutlineReader.Read(Bodies.Utf8($"{{\"model\":\"text-embedding-3-small\",\"input\":[{numbers}]}}"), PromptFormat.OpenAIEmbeddings, out _)!.Blocks);
        Assert.Equal(100_000, Read($"{{\"model\":\"gpt-6-sol\",\"input\":[{numbers}]}}").Blocks.Length);
        Assert.Equal(100_000, Bodies.Read($"\"messages\":[{numbers}]").Blocks.Length);
        Assert.Equal(100_000, Bodies.Read($"\"system\":[{numbers}]").Blocks.Length);
    }

    [Theory]
    [InlineData("\"conversation\":\"conv_1\",\"previous_response_id\":null", "conv_1")]
    [InlineData("\"previous_response_id\":\"resp_1\"", "resp_1")]
    [InlineData("\"conversation\":\"conv_1\"", "conv_1")]
    [InlineData("\"conversation\":{\"id\":\"conv_1\",\"x\":{}}", "conv_1")]
    [InlineData("\"conversation\":{}", null)]
    [InlineData("\"previous_response_id\":null,\"conversation\":7", null)]
    [InlineData("\"previous_response_id\":\"\"", null)]
    public void What_it_goes_on_from_is_known(string member, string? continues) =>
        Assert.Equal(continues, Read($"{{\"model\":\"gpt-6-sol\",{member}}}").Continues);

    [Fact]
    public void Nothing_of_an_embedding_is_cached()
    {
        var outline = OutlineReader.Read(Bodies.Utf8("""{"model":"text-embedding-3-small","input":["a","b"]}"""), PromptFormat.OpenAIEmbeddings, out _)!;
        Assert.Equal((1, 0), (outline.Blocks.Length, outline.Breakpoints.Length));
    }

    [Fact]
    public void What_Anthropics_bodies_name_is_no_session_and_no_prompt_here()
    {
        var outline = Read("""{"model":"gpt-6-sol","system":"a","metadata":{"user_id":"{\"session_id\":\"s-1\"}"},"cache_control":{"type":"ephemeral"}}""");
        Assert.Equal((null, 0), (outline.BodySession, outline.Blocks.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}")]
    [InlineData("{\"model\":\"a\",\"input\":[}")]
    public void A_body_that_nobody_could_serve_has_a_fault(string body)
    {
        Assert.Null(OutlineReader.Read(Bodies.Utf8(body), PromptFormat.OpenAI, out var fault));
        Assert.NotNull(fault);
    }

    private static Outline Read(string body)
    {
        var outline = OutlineReader.Read(Bodies.Utf8(body), PromptFormat.OpenAI, out var fault);
        Assert.Null(fault);
        return outline!;
    }
}
