using System.Text;
using System.Text.Json;
using CsCheck;

namespace Warmpath.Routing.Tests.Outlines;

/// <summary>JSON texts, good and bad, and the verdict of another parser on them.</summary>
internal static class SomeJson
{
    private static readonly Gen<string> Space = Gen.OneOf("", "", "", " ", "\n", "\r\n\t");

    private static readonly Gen<string> Piece = Gen.OneOf(
        "a", "text", "é", "中", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\u007f",
        "{", "]", ":", ",", "a run of thirty-two bytes and more.", "\\\\\\\\\\\"");

    /// <summary>String literals: short ones, and some of several vectors' length with escapes at any offset.</summary>
    public static readonly Gen<string> Literal = Piece.Array[0, 12].Select(pieces => $"\"{string.Concat(pieces)}\"");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Literal,
        Gen.OneOf("0", "-0", "1", "-12.50", "1e9", "1.5E+10", "0.0e-3", "true", "false", "null"));

    /// <summary>Any value, with whitespace anywhere.</summary>
    public static readonly Gen<string> Value = Nested(3);

    /// <summary>A valid text with a few bytes changed, taken away, put in, or cut off.</summary>
    public static readonly Gen<byte[]> Mutated = Gen.Select(Value, Edit.Array[1, 3], (json, edits) =>
    {
        var bytes = Encoding.UTF8.GetBytes(json).ToList();
        foreach (var (kind, place, value) in edits)
        {
            var at = place % (bytes.Count + 1);
            switch (kind)
            {
                case 0:
                    bytes.Insert(at, value);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = value;
                    break;
                case 2 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 3 when at % 4 == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return bytes.ToArray();
    });

    private static Gen<(int Kind, int Place, byte Value)> Edit => Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 100_000],
        Gen.OneOf(Gen.Byte, Gen.OneOf("{}[]\",:\\ \n\t/u0.-+eE1truefalsn\0\u001f"u8.ToArray())));

    /// <summary>What System.Text.Json says, with the depth unlimited and nothing lenient switched on.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Gen<string> Nested(int depth) => depth == 0 ? Padded(Scalar) : Padded(Gen.OneOf(
        Scalar,
        Nested(depth - 1).Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
        Gen.Select(Padded(Literal), Nested(depth - 1)).Array[0, 4]
            .Select(members => $"{{{string.Join(',', members.Select(member => $"{member.Item1}:{member.Item2}"))}}}")));

    private static Gen<string> Padded(Gen<string> value) =>
        Gen.Select(Space, value, Space, (before, json, after) => before + json + after);
}
