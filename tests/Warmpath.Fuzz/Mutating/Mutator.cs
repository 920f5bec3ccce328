using System.Globalization;
using System.Text;

namespace Warmpath.Fuzz.Mutating;

/// <summary>Makes inputs from a corpus: one file, changed in one to five places. The same seed makes the same inputs.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, Random random)
{
    private const int Longest = 512 * 1024;

    private static readonly byte[][] Odd = [.. new[]
    {
        "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\u0000", "\\u00", "\\", "\\\\", "\\\"", "\\x", "\"", "{", "}", "[", "]", ":", ",", "null", "true",
        "\"model\":\"a\",", "\"Model\":\"b\",", "\"cache_control\":{\"type\":\"ephemeral\"},", "\"type\":\"image\",", "\"stream\":false,", "\0", "\u007f", "é", "雲", "😀",
        "\uFEFF", "\u2028", "\n", "\r", "\r\n", "\n\n", "data:", "event: message_stop\n", "event: error\n", "data: {}\n\n", ": \n", "/*", "//", "NaN", "-",
    }.Select(Encoding.UTF8.GetBytes), [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "00", "1.0", "1e3", "1E-400", "1e999", "2147483647", "2147483648", "-2147483648", "4294967296", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "0.1", "1.", ".5", "+1", "0x10",
    ];

    private static readonly string[] Space = [" ", "\n", "\t", "\r\n", "                                        ", "\u00a0", "\v"];

    public byte[] Next()
    {
        var bytes = Any();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            // Most edits keep the grammar: a text that is refused at its first wrong byte tests little of what is behind.
            bytes = random.Next(4) == 0 ? Blind(bytes) : Structural(bytes);
        }

        return bytes.Length <= Longest ? bytes : bytes[..Longest];
    }

    private byte[] Any() => corpus[random.Next(corpus.Count)];

    private byte[] Blind(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        var end = Math.Min(bytes.Length, at + Length());
        switch (random.Next(8))
        {
            case 0 when at < bytes.Length:
                return [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]];
            case 1:
                return bytes[..at];
            case 2:
                var other = Any();
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            case 3:
                return [.. bytes[..end], .. bytes[at..]];
            case 4:
                return [.. bytes[..at], .. bytes[end..]];
            case 5:
                return [.. bytes[..at], .. Pick(Odd), .. bytes[at..]];
            case 6:
                var run = new byte[Length()];
                Array.Fill(run, (byte)random.Next(256));
                return [.. bytes[..at], .. run, .. bytes[at..]];
            default:
                return ChangedNumber(bytes);
        }
    }

    private byte[] Structural(byte[] bytes)
    {
        var spans = JsonSpans.Of(bytes);
        if (spans.Values.Count == 0 || bytes.Length > Longest)
        {
            return LineWise(bytes);
        }

        var value = Pick(spans.Values);
        var (start, end) = (value.Start.Value, value.End.Value);
        switch (random.Next(10))
        {
            case 0:
                return [.. bytes[..start], .. AnyValue(), .. bytes[end..]];
            case 1 when spans.Members.Count > 0:
                var before = Pick(spans.Members).Start.Value;
                return [.. bytes[..before], .. bytes[Pick(spans.Members)], (byte)',', .. bytes[before..]];
            case 2 when spans.Members.Count > 0:
                return WithoutPart(bytes, Pick(spans.Members));
            case 3:
                return WithoutPart(bytes, value);
            case 4:
                return [.. bytes[..start], .. bytes[value], (byte)',', .. bytes[start..]];
            case 5:
                return Nested(bytes, start, end);
            case 6:
                return Escaped(bytes);
            case 7:
                var space = Encoding.UTF8.GetBytes(Pick(Space));
                return random.Next(2) == 0 ? [.. bytes[..start], .. space, .. bytes[start..]] : [.. bytes[..end], .. space, .. bytes[end..]];
            case 8:
                return [.. bytes[..start], .. Text(), .. bytes[end..]];
            default:
                return [.. bytes[..start], .. bytes[Pick(spans.Values)], .. bytes[end..]];
        }
    }

    // What has no JSON at its front is a stream: lines come twice, go, change places and line ends.
    private byte[] LineWise(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(6))
        {
            case 0:
                lines.Insert(random.Next(lines.Count), lines[at]);
                break;
            case 1:
                lines.RemoveAt(at);
                break;
            case 2:
                lines.Insert(at, "");
                break;
            case 3:
                lines[at] += '\r';
                break;
            case 4:
                var inside = JsonStart(bytes);
                return inside < 0 ? bytes : [.. bytes[..inside], .. Structural(bytes[inside..])];
            default:
                return ChangedNumber(bytes);
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private int JsonStart(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        var at = bytes.AsSpan(from).IndexOf((byte)'{');
        return at < 0 ? -1 : from + at;
    }

    private byte[] AnyValue()
    {
        var other = Any();
        var spans = JsonSpans.Of(other).Values;
        return spans.Count == 0 ? "{}"u8.ToArray() : other[Pick(spans)];
    }

    private byte[] ChangedNumber(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        var at = bytes.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (at < 0)
        {
            return bytes;
        }

        var start = from + at;
        var length = bytes.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(Pick(Numbers)), .. length < 0 ? [] : bytes[(start + length)..]];
    }

    // With the comma that stands before or behind it.
    private static byte[] WithoutPart(byte[] bytes, Range part)
    {
        var (start, end) = (part.Start.Value, part.End.Value);
        if (end < bytes.Length && bytes[end] == ',')
        {
            end++;
        }
        else if (start > 0 && bytes[start - 1] == ',')
        {
            start--;
        }

        return [.. bytes[..start], .. bytes[end..]];
    }

    private byte[] Nested(byte[] bytes, int start, int end)
    {
        var depth = random.Next(200) == 0 ? 3_000 : random.Next(1, 100); // the tree of the slow reading costs the square of it
        var (open, close) = Pick([("[", "]"), ("{\"a\":", "}"), ("{\"content\":[", "]}"), ("[{\"type\":\"text\"},", "]")]);
        return
        [
            .. bytes[..start], .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth))), .. bytes[start..end],
            .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(close, depth))), .. bytes[end..],
        ];
    }

    // One letter somewhere, often in a name or a word that means something, written as an escape.
    private byte[] Escaped(byte[] bytes)
    {
        var from = random.Next(bytes.Length);
        var at = bytes.AsSpan(from).IndexOfAnyInRange((byte)'a', (byte)'z');
        return at < 0
            ? bytes
            : [.. bytes[..(from + at)], .. Encoding.UTF8.GetBytes($"\\u{((int)bytes[from + at]).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture)}"), .. bytes[(from + at + 1)..]];
    }

    private byte[] Text()
    {
        var text = new StringBuilder("\"");
        for (var pieces = random.Next(300) == 0 ? 10_000 : random.Next(40); pieces > 0; pieces--)
        {
            text.Append(Pick(["a", "word ", "\\n", "\\\\", "\\\"", "\\u0041", "\\ud83d\\ude00", "é", "雲", "😀", "{[,:]}", "thirty-two bytes and then some more"]));
        }

        return Encoding.UTF8.GetBytes(text.Append('"').ToString());
    }

    private int Length() => random.Next(200) == 0 ? random.Next(100_000) : random.Next(1, random.Next(2, 300));

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
