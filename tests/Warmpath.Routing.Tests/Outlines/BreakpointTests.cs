using System.Text;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class BreakpointTests
{
    [Fact]
    public void Each_marker_is_found_with_its_lifetime_and_its_place_in_the_body()
    {
        var body = Bodies.Body(
            Bodies.User("""["x",{"type":"text","text":"c","cache_control":{"type":"ephemeral","ttl":"5m"}}]"""),
            """ "system":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control": { "ttl" : "1h", "type":"ephemeral" } }] """,
            """ "tools":[{"name":"t","cache_control":{"type":"ephemeral"}}] """);
        var outline = OutlineReader.Read(Bodies.Utf8(body), out _)!;

        Assert.Equal(
            [(0, CacheLifetime.FiveMinutes), (2, CacheLifetime.OneHour), (4, CacheLifetime.FiveMinutes)],
            outline.Breakpoints.Select(breakpoint => (breakpoint.Block, breakpoint.Lifetime)));
        Assert.Equal([false, true, true], outline.Breakpoints.Select(breakpoint => breakpoint.IsExplicit));
        Assert.Equal(
            ["""{"type":"ephemeral"}""", """{ "ttl" : "1h", "type":"ephemeral" }""", """{"type":"ephemeral","ttl":"5m"}"""],
            outline.Breakpoints.Select(breakpoint => body.Substring(breakpoint.MarkerStart, breakpoint.MarkerLength)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"ephemeral\"")]
    [InlineData("{}")]
    [InlineData("""{"type":"persistent"}""")]
    [InlineData("""{"type":["ephemeral"]}""")]
    [InlineData("""{"ttl":"1h"}""")]
    public void Anything_but_an_object_of_type_ephemeral_is_no_marker(string value)
    {
        Assert.Empty(Bodies.Read(Bodies.User($$"""[{"type":"text","text":"a","cache_control":{{value}}}]""")).Breakpoints);
        Assert.Empty(Bodies.Read(Bodies.User("\"a\""), $"\"cache_control\":{value}").Breakpoints);
    }

    [Theory]
    [InlineData("""{"type":"ephemeral","ttl":"1h"}""", CacheLifetime.OneHour)]
    [InlineData("""{"type":"\u0065phemeral","t\u0074l":"\u0031h"}""", CacheLifetime.OneHour)]
    [InlineData("""{"type":"ephemeral","ttl":"5m","ttl":"1h"}""", CacheLifetime.OneHour)]
    [InlineData("""{"type":"ephemeral","ttl":"2h"}""", CacheLifetime.FiveMinutes)]
    [InlineData("""{"type":"ephemeral","ttl":3600}""", CacheLifetime.FiveMinutes)]
    public void One_hour_is_a_lifetime_and_all_else_is_five_minutes(string value, CacheLifetime lifetime)
    {
        var outline = Bodies.Read(Bodies.User($$"""[{"type":"text","text":"a","cache_control":{{value}}}]"""));
        Assert.Equal(lifetime, outline.Breakpoints.Single().Lifetime);
    }

    [Theory]
    [InlineData("\"content\":\"kept\"")]
    [InlineData("\"content\":[]")]
    [InlineData("\"content\":null")]
    public void A_marker_inside_content_that_is_said_again_is_gone_with_it(string again)
    {
        const string Lost = """{"type":"image","cache_control":{"type":"ephemeral"}}""";
        var outline = Bodies.Read(Bodies.User($$"""[{"type":"tool_result","content":[{{Lost}}],{{again}}}]"""));
        Assert.Empty(outline.Breakpoints);
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("{}", true)]
    [InlineData("""{"type":"ephemeral"}""", true)]
    [InlineData(null, false)]
    public void A_cache_control_of_the_body_is_known_of_whatever_shape_it_is(string? value, bool named) =>
        Assert.Equal(named, Bodies.Read([Bodies.User("\"a\""), .. value is null ? (string[])[] : [$"\"cache_control\":{value}"]]).NamesCacheControl);

    [Fact]
    public void A_marker_inside_a_tool_result_counts_for_the_block_around_it_unless_that_has_its_own()
    {
        const string Marked = """{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}""";
        const string Nested = $$"""{"type":"tool_result","content":[{{Marked}},{"type":"text","text":"b"}]""";
        var inner = Bodies.Read(Bodies.User($$"""["x",{{Nested}}}]""")).Breakpoints.Single();
        var outer = Bodies.Read(Bodies.User($$$"""["x",{{{Nested}}},"cache_control":{"type":"ephemeral"}}]""")).Breakpoints.Single();

        Assert.Equal((1, CacheLifetime.OneHour), (inner.Block, inner.Lifetime));
        Assert.Equal((1, CacheLifetime.FiveMinutes), (outer.Block, outer.Lifetime));
        Assert.True(outer.MarkerStart > inner.MarkerStart);
        Assert.True(inner.IsExplicit && outer.IsExplicit);
    }

    [Fact]
    public void Automatic_caching_marks_the_last_block()
    {
        var outline = Bodies.Read("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}", "\"system\":\"a\"", Bodies.User("\"b\""));
        Assert.Equal([new Breakpoint(1, CacheLifetime.OneHour, IsExplicit: true)], outline.Breakpoints);
    }

    [Fact]
    public void Automatic_caching_leaves_a_marker_on_the_last_block_alone()
    {
        var last = """[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]""";
        var outline = Bodies.Read("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}", Bodies.User(last));
        var breakpoint = Assert.Single(outline.Breakpoints);
        Assert.Equal(CacheLifetime.FiveMinutes, breakpoint.Lifetime);
        Assert.NotEqual(0, breakpoint.MarkerLength);
    }

    [Fact]
    public void Automatic_caching_of_nothing_marks_nothing() =>
        Assert.Empty(Bodies.Read("\"cache_control\":{\"type\":\"ephemeral\"}").Breakpoints);

    [Fact]
    public void More_markers_than_the_provider_allows_are_kept()
    {
        const string Marked = """{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""";
        var outline = Bodies.Read(Bodies.User($"[{string.Join(',', Enumerable.Repeat(Marked, 100))}]"));
        Assert.Equal(Enumerable.Range(0, 100), outline.Breakpoints.Select(breakpoint => breakpoint.Block));
    }

    [Fact]
    public void A_marker_can_be_cut_out_of_the_bytes_even_behind_characters_of_several_bytes()
    {
        var body = Bodies.Utf8(Bodies.Body(Bodies.User("""["é😀",{"type":"text","text":"中","cache_control":{"type":"ephemeral"}}]""")));
        var breakpoint = OutlineReader.Read(body, out _)!.Breakpoints.Single();
        Assert.Equal("""{"type":"ephemeral"}""", Encoding.UTF8.GetString(body, breakpoint.MarkerStart, breakpoint.MarkerLength));
    }
}
