using System.Text;
using System.Text.Unicode;
using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class OutlineFaultTests
{
    [Theory]
    [InlineData("", "The body is empty: send a JSON object with `model`.")]
    [InlineData("\uFEFF{\"model\":\"m\"}", "The body begins with a byte order mark: send UTF-8 without one.")]
    [InlineData("[]", "The body is not a JSON object: send an object with `model`.")]
    [InlineData("\"model\"", "The body is not a JSON object: send an object with `model`.")]
    [InlineData("{\"model\":\"m\",\"a\":x}", "The body is not valid JSON: unexpected character at byte 17.")]
    [InlineData("{\"model\":\"m\"}}", "The body is not valid JSON: unexpected character at byte 13.")]
    [InlineData("{\"model\":\"m\"", "The body is not valid JSON: it breaks off after 12 bytes; send all of it.")]
    [InlineData("{}", "`model` is missing: name the model to use.")]
    [InlineData("{\"metadata\":{\"model\":\"m\"}}", "`model` is missing: name the model to use.")]
    [InlineData("{\"model\":5}", "`model` is not a string: name the model to use.")]
    [InlineData("{\"model\":null}", "`model` is not a string: name the model to use.")]
    [InlineData("{\"model\":\"\"}", "`model` is empty: name the model to use.")]
    [InlineData("{\"model\":\"a\\r\\nb\"}", "`model` is longer than 256 characters, or holds control characters: name the model to use.")]
    [InlineData("{\"model\":\"a\\u001b[31m\"}", "`model` is longer than 256 characters, or holds control characters: name the model to use.")]
    [InlineData("{\"model\":\"a\",\"model\":\"a\"}", "The body has two `model` members; send one.")]
    [InlineData("{\"model\":\"a\",\"mod\\u0065l\":\"b\"}", "The body has two `model` members; send one.")]
    [InlineData("{\"model\":1,\"model\":\"b\"}", "The body has two `model` members; send one.")]
    [InlineData("{\"model\":\"a\",\"Model\":\"b\"}", "The body has two `model` members; send one.")]
    [InlineData("{\"MOD\\u0045L\":\"b\",\"model\":\"a\"}", "The body has two `model` members; send one.")]
    [InlineData("{\"Model\":\"b\"}", "`model` is missing: name the model to use.")]
    public void A_body_without_an_outline_gets_a_message_that_names_the_cure(string body, string message)
    {
        Assert.Null(OutlineReader.Read(Bodies.Utf8(body), out var fault));
        Assert.Equal(message, fault!.Message);
    }

    [Theory]
    [InlineData("m", 256, true)]
    [InlineData("m", 257, false)]
    [InlineData("\\u006d", 256, true)]
    [InlineData("\\u006d", 257, false)]
    [InlineData("m", 1_000_000, false)]
    public void A_model_is_a_name(string letter, int count, bool isName) =>
        Assert.Equal(isName, OutlineReader.Read(Bodies.Utf8($"{{\"model\":\"{string.Concat(Enumerable.Repeat(letter, count))}\"}}"), out _) is not null);

    [Fact]
    public void Invalid_utf8_is_a_fault_even_where_nothing_is_read()
    {
        byte[] body = [.. "{\"model\":\"m\",\"other\":\""u8, 0xC3, .. "\"}"u8];
        Assert.Null(OutlineReader.Read(body, out var fault));
        Assert.Equal("The body is not valid UTF-8: encode it as UTF-8.", fault!.Message);
    }

    [Theory]
    [InlineData("\"stream\":\"yes\"")]
    [InlineData("\"max_tokens\":\"many\"")]
    [InlineData("\"max_tokens\":99999999999")]
    [InlineData("\"max_tokens\":1.5")]
    [InlineData("\"metadata\":[]")]
    [InlineData("\"tools\":5,\"system\":true,\"messages\":{\"a\":1}")]
    [InlineData("\"tools\":[1,\"a\",null,[]],\"system\":[1],\"messages\":[2,\"b\",{\"content\":7},{\"role\":1,\"content\":[[]]}]")]
    [InlineData("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":7,\"text\":8,\"content\":[1,{\"cache_control\":4}],\"cache_control\":[]}]}]")]
    [InlineData("\"cache_control\":\"ephemeral\",\"output_config\":3,\"thinking\":false")]
    public void What_has_another_shape_than_expected_is_left_to_the_provider(string members)
    {
        var outline = Bodies.Read(members);
        Assert.Equal((false, 0, null), (outline.Stream, outline.MaxTokens, outline.BodySession));
        Assert.Empty(outline.Breakpoints);
    }

    [Fact]
    public void Deep_nesting_in_unknown_fields_passes()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var outline = Bodies.Read($"\"unknown\":{deep}", Bodies.User($"[{{\"type\":\"tool_use\",\"input\":{deep}}}]"));
        Assert.Equal(BlockKind.ToolUse, Assert.Single(outline.Blocks).Kind);
    }

    [Fact]
    public void A_body_has_an_outline_exactly_when_it_is_a_json_object_with_a_model() => SomeJson.Mutated.Sample(
        value =>
        {
            byte[] body = [.. "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":"u8, .. value, .. "}]}"u8];
            var outline = OutlineReader.Read(body, out var fault);
            Assert.Equal(Utf8.IsValid(body) && SomeJson.IsValid(body), outline is not null && fault is null);
        },
        iter: 10_000);

    /// <summary>Only strings that are not ASCII are looked at, as long as nothing else is wrong.</summary>
    [Fact]
    public void A_body_that_is_not_utf8_is_always_told_so_whatever_else_is_wrong_with_it() =>
        Gen.Select(SomeJson.Mutated, Gen.Byte[0x80, 0xFF].Array[0, 2], Gen.Int[0, 100_000]).Sample(
            (value, bad, place) =>
            {
                var at = place % (value.Length + 1);
                byte[] body = [.. "{\"model\":\"m\",\"other\":"u8, .. value[..at], .. bad, .. value[at..], .. "}"u8];
                OutlineReader.Read(body, out var fault);
                Assert.Equal(!Utf8.IsValid(body), fault?.Message == "The body is not valid UTF-8: encode it as UTF-8.");
            },
            iter: 20_000);

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 200].Sample(body =>
    {
        var outline = OutlineReader.Read(body, out var fault);
        Assert.True(outline is null ^ fault is null);
    });

    [Fact]
    public void Every_part_of_a_body_that_breaks_off_is_a_fault()
    {
        var body = Bodies.Utf8(Bodies.Body(
            "\"system\":[{\"type\":\"text\",\"text\":\"é\\u00e9\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]",
            "\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"s\\\"}\"}",
            Bodies.User("[{\"type\":\"tool_result\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]")));
        Assert.NotNull(OutlineReader.Read(body, out _));
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Null(OutlineReader.Read(body.AsSpan(0, length), out var fault));
            Assert.NotNull(fault);
        }
    }

    [Fact]
    public void A_message_never_repeats_the_body() =>
        Gen.String[1, 40].Sample(text =>
        {
            OutlineReader.Read(Encoding.UTF8.GetBytes($"{{\"model\":\"secret-{text}"), out var fault);
            Assert.DoesNotContain("secret", fault?.Message ?? "", StringComparison.Ordinal); // none where the text closes string and object
        });
}
