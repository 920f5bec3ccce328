using System.Text.Json;
using CsCheck;
using Warmpath.Mock.Content;

namespace Warmpath.Tests.Mock.Content;

public class DirectivesTests
{
    private static readonly string[] Parts =
        ["[[", "]]", "tool:", "say:", "tokens:", "thinking", "{", "}", "\"", "a", " ", "\\", "é", "\ud83d", "1"];

    [Fact]
    public void All_of_them_are_found_wherever_they_stand()
    {
        var read = Directives.Read("Please [[say: one]] and\n[[tokens: 500]][[thinking]] and [[say:two]]");

        Assert.Equal(["one", "two"], read.Says);
        Assert.Equal(500, read.Tokens);
        Assert.True(read.Thinking);
    }

    [Fact]
    public void A_tool_s_input_ends_where_its_json_ends()
    {
        const string input = """{"command":"[[ -f x ]] && echo '}]]'"}""";

        Assert.Equal([new("Bash", input)], Directives.Read($"[[tool: Bash {input}]]").Tools);
    }

    [Fact]
    public void A_directive_inside_a_tool_s_input_is_for_whoever_gets_the_input()
    {
        var read = Directives.Read("""[[tool: Agent {"prompt":"[[say: hello]]"}]] [[say: started]]""");

        Assert.Equal(["started"], read.Says);
        Assert.Equal("""{"prompt":"[[say: hello]]"}""", Assert.Single(read.Tools).Input);
    }

    [Fact]
    public void Several_tools_are_several_calls()
    {
        var read = Directives.Read("""[[tool: A {"x":1}]][[tool: B]]""");

        Assert.Equal([new("A", """{"x":1}"""), new("B", "{}")], read.Tools);
    }

    [Theory]
    [InlineData("if [[ -f x ]]; then")]
    [InlineData("[[tool: Bash {not json}]]")]
    [InlineData("""[[tool: Bash {"a":1}""")]
    [InlineData("[[tool: ]]")]
    [InlineData("[[tokens: many]]")]
    [InlineData("[[tokens: -3]]")]
    [InlineData("[[say: no end")]
    [InlineData("[[Thinking]]")]
    public void What_is_no_directive_is_plain_text(string text)
    {
        var read = Directives.Read(text);

        Assert.Empty(read.Says);
        Assert.Empty(read.Tools);
        Assert.Null(read.Tokens);
        Assert.False(read.Thinking);
    }

    [Fact]
    public void No_text_ever_does_harm() => Gen.OneOf([.. Parts.Select(part => Gen.Const(part))]).Array[0, 30].Sample(parts =>
    {
        foreach (var call in Directives.Read(string.Concat(parts)).Tools)
        {
            using var json = JsonDocument.Parse(call.Input);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        }
    });
}
