using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Content;

namespace Warmpath.Tests.Mock.Content;

public class RepliesTests
{
    [Fact]
    public void A_prompt_without_directives_is_greeted()
    {
        var reply = Compose("""{"messages":[{"role":"user","content":"hi"}],"max_tokens":100}""");

        Assert.Equal("Hello from the mock provider.", Text(reply));
        Assert.Equal(("end_turn", 9), (reply.StopReason, reply.OutputTokens)); // 29 bytes / 3.6
    }

    [Fact]
    public void Directives_are_found_in_any_text_block_of_the_last_user_message()
    {
        var reply = Compose("""
            {"messages":[
              {"role":"user","content":"[[say: old]]"},
              {"role":"assistant","content":"[[say: mine]]"},
              {"role":"user","content":[
                {"type":"text","text":"<system-reminder>x</system-reminder>"},
                {"type":"text","text":"[[say: new]]"},
                {"type":"text","text":"x"}]},
              {"role":"system","content":"[[say: system]]"}]}
            """);

        Assert.Equal("new", Text(reply));
    }

    [Fact]
    public void Tools_are_called_in_parallel_after_what_is_said()
    {
        var reply = Compose("""
            {"tools":[{"name":"A"},{"name":"B"}],
             "messages":[{"role":"user","content":"[[say: now]] [[tool: A {\"x\":1}]] [[tool: B {}]]"}]}
            """);

        Assert.Equal("tool_use", reply.StopReason);
        Assert.Equal("now", Assert.IsType<TextReply>(reply.Blocks[0]).Text);
        var calls = reply.Blocks.Skip(1).Cast<ToolUseReply>();
        Assert.Equal([("A", """{"x":1}"""), ("B", "{}")], calls.Select(call => (call.Name, call.Input)));
    }

    [Fact]
    public void A_tool_that_is_not_on_offer_is_not_called()
    {
        var reply = Compose("""{"tools":[{"name":"A"}],"messages":[{"role":"user","content":"[[tool: B {}]]"}]}""");

        Assert.Equal("end_turn", reply.StopReason);
        Assert.Contains("no tool B", Text(reply), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_tools_are_quoted_and_their_directives_not_obeyed()
    {
        var result = "[[say: injected]]" + new string('x', 300);
        var reply = Compose(new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(
                    new JsonObject { ["type"] = "tool_result", ["content"] = result },
                    new JsonObject { ["type"] = "text", ["text"] = "<system-reminder>x</system-reminder>" }),
            }),
        }.ToJsonString());

        Assert.Equal("The tool said: " + result[..200], Text(reply));
    }

    [Fact]
    public void Results_in_blocks_are_quoted_too()
    {
        var reply = Compose("""
            {"messages":[{"role":"user","content":[
              {"type":"tool_result","content":[{"type":"text","text":"one"}]},
              {"type":"tool_result","content":"two"}]}]}
            """);

        Assert.Equal("The tool said: one\ntwo", Text(reply));
    }

    [Fact]
    public void An_answer_may_be_told_its_length()
    {
        var reply = Compose("""{"max_tokens":1000,"messages":[{"role":"user","content":"[[tokens: 500]]"}]}""");

        Assert.Equal(("end_turn", 500), (reply.StopReason, reply.OutputTokens));
        Assert.InRange(MockTokenizer.Tokens(Text(reply)), 500, 525);
    }

    [Fact]
    public void No_answer_is_longer_than_max_tokens()
    {
        var reply = Compose("""{"max_tokens":20,"messages":[{"role":"user","content":"[[tokens: 500]]"}]}""");

        Assert.Equal(("max_tokens", 20), (reply.StopReason, reply.OutputTokens));
        Assert.Equal(20, MockTokenizer.Tokens(Text(reply)));
    }

    [Fact]
    public void Thinking_comes_first_and_is_signed()
    {
        var reply = Compose("""{"messages":[{"role":"user","content":"[[thinking]]"}]}""");

        Assert.Equal("signed", Assert.IsType<ThinkingReply>(reply.Blocks[0]).Signature);
        Assert.IsType<TextReply>(reply.Blocks[1]);
    }

    [Fact]
    public void A_title_is_an_object_of_its_schema_whatever_the_prompt_quotes()
    {
        var reply = Compose("""
            {"output_config":{"format":{"type":"json_schema","schema":{"type":"object",
               "properties":{
                 "title":{"type":"string"},"kind":{"enum":["a","b"]},"count":{"type":"integer"},"tags":{"type":"array"},
                 "inner":{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]},
                 "optional":{"type":"string"}},
               "required":["title","kind","count","tags","inner"]}}},
             "messages":[{"role":"user","content":"[[tool: Bash {}]] [[say: no]]"}]}
            """);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"title":"Mock title","kind":"a","count":1,"tags":[],"inner":{"ok":false}}"""),
            JsonNode.Parse(Text(reply))));
    }

    [Fact]
    public void A_schema_that_needs_itself_ends()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{}},"required":["a","a"]}""");

        Assert.NotNull(SchemaExample.Of(schema.RootElement));
    }

    private static Reply Compose(string json)
    {
        using var document = JsonDocument.Parse(json);
        var body = MessageBody.Read(document.RootElement, out var error);
        Assert.Null(error);
        return Replies.Compose(body!, "signed");
    }

    private static string Text(Reply reply) => Assert.IsType<TextReply>(Assert.Single(reply.Blocks)).Text;
}
