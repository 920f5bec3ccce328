using System.Text;
using System.Text.Unicode;
using CsCheck;
using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Tests.Outlines;

public class JsonScannerTests
{
    [Fact]
    public void Every_valid_text_passes() =>
        SomeJson.Value.Sample(json => Assert.Null(FaultIn(Encoding.UTF8.GetBytes(json))), iter: 3_000);

    [Fact]
    public void Any_text_passes_exactly_when_another_strict_parser_takes_it() =>
        SomeJson.Mutated.Where(json => Utf8.IsValid(json)).Sample(
            json => Assert.Equal(SomeJson.IsValid(json), FaultIn(json) is null),
            iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("NaN")]
    [InlineData("tru")]
    [InlineData("truex")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{1:1}")]
    [InlineData("[] []")]
    [InlineData("{}x")]
    [InlineData("// comment\n1")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u123\"")]
    [InlineData("\"\\\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\0\"")]
    [InlineData("1\0")]
    [InlineData("\u00a01")]
    public void What_is_not_in_the_grammar_is_a_fault(string json) => Assert.NotNull(FaultIn(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{\"a\": x}", 6)]
    [InlineData("[1,2", 4)]
    [InlineData("nul ", 3)]
    [InlineData("[\"ab\\q\"]", 5)]
    public void A_fault_says_where(string json, int at) => Assert.Equal(at, FaultIn(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void The_same_string_is_judged_alike_at_every_offset_in_a_vector()
    {
        foreach (var tail in (string[])["\\\"\"", "\\\\\"", "\\n\"", "\\u00e9\"", "\\q\"", "\\\\\\\"\"", "\n\"", "\\"])
        {
            for (var length = 0; length < 150; length++)
            {
                var json = Encoding.UTF8.GetBytes($"\"{new string('a', length)}{tail}");
                foreach (var text in (byte[][])[json, [.. json, .. new byte[70].Select(_ => (byte)' ')]])
                {
                    Assert.Equal(SomeJson.IsValid(text), FaultIn(text) is null);
                }
            }
        }
    }

    [Fact]
    public void Backslashes_side_by_side_escape_one_another_however_many_they_are_and_wherever_they_stand() =>
        Gen.Frequency(
            (60, Gen.OneOf("\\\\", "\\\\\\\\", "\\\"", "\\n", "a", "é", "\\u00e9", "words of an answer")),
            (1, Gen.OneOf("\\", "\\\\\\", "\"", "\\x"))).Array[0, 120].Sample(
            pieces =>
            {
                var json = Encoding.UTF8.GetBytes($"\"{string.Concat(pieces)}\"{new string(' ', 70)}");
                Assert.Equal(SomeJson.IsValid(json), FaultIn(json) is null);
            },
            iter: 20_000);

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Nesting_has_no_limit(char open, char close)
    {
        const int Depth = 1_000_000;
        var unit = open == '[' ? "[" : "{\"a\":";
        var json = string.Concat(Enumerable.Repeat(unit, Depth)) + "0" + new string(close, Depth);

        Assert.Null(FaultIn(Encoding.UTF8.GetBytes(json)));
        Assert.NotNull(FaultIn(Encoding.UTF8.GetBytes(json[..^1])));
    }

    [Fact]
    public void Mixed_nesting_closes_in_order() => Gen.Bool.Array[1, 300].Sample(levels =>
    {
        var open = string.Concat(levels.Select(isObject => isObject ? "{\"a\":" : "["));
        var closing = levels.Reverse().Select(isObject => isObject ? '}' : ']').ToArray();
        Assert.Null(FaultIn(Encoding.UTF8.GetBytes(open + "1" + new string(closing))));

        closing[closing.Length / 2] ^= (char)('}' ^ ']');
        Assert.NotNull(FaultIn(Encoding.UTF8.GetBytes(open + "1" + new string(closing))));
    });

    private static int? FaultIn(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        scanner.Skip();
        scanner.End();
        return scanner.FaultAt;
    }
}
