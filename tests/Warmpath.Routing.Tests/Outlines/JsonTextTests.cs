using System.Text;
using System.Text.Json;
using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class JsonTextTests
{
    [Fact]
    public void Text_is_unescaped_as_another_parser_does() => SomeJson.Literal.Sample(literal =>
    {
        if (!literal.Contains("\\ud800", StringComparison.Ordinal))
        {
            Assert.Equal(JsonSerializer.Deserialize<string>(literal), Text(literal).Decode());
        }
    });

    [Theory]
    [InlineData("\"\\ud800\"", "\uFFFD")]
    [InlineData("\"\\udc00x\"", "\uFFFDx")]
    [InlineData("\"\\ud83d\\u0041\"", "\uFFFDA")]
    [InlineData("\"\\ud83d\\n\"", "\uFFFD\n")]
    public void A_lone_surrogate_becomes_the_replacement_character(string literal, string expected) =>
        Assert.Equal(expected, Text(literal).Decode());

    [Theory]
    [InlineData("\"model\"")]
    [InlineData("\"mod\\u0065l\"")]
    [InlineData("\"\\u006d\\u006F\\u0064\\u0065\\u006C\"")]
    public void A_text_is_compared_by_what_it_says_and_not_by_how_it_is_written(string literal)
    {
        var text = Text(literal);
        Assert.True(text.Is("model"u8));
        Assert.True(text.StartsWith("mod"u8));
        Assert.True(text.EndsWith("del"u8));
        Assert.False(text.Is("mode"u8));
        Assert.False(text.Is("models"u8));
        Assert.False(text.StartsWith("models"u8));
    }

    [Theory]
    [InlineData("\"\\n\"")]
    [InlineData("\"a\"")]
    public void A_longer_text_only_begins_with_a_shorter_one(string end)
    {
        var text = Text($"\"{new string('a', 58)}{end[1..^1]}{new string('é', 40)}\"");
        Assert.True(text.StartsWith(Encoding.UTF8.GetBytes(new string('a', 58))));
        Assert.False(text.Is(Encoding.UTF8.GetBytes(new string('a', 58))));
    }

    private static JsonText Text(string literal)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(literal));
        Assert.True(scanner.TakeText(out var text));
        return text;
    }
}
