using System.Numerics;

namespace Warmpath.Routing.Outlines;

/// <summary>Finds where a JSON string ends, and validates it on the way (RFC 8259 section 7).</summary>
/// <remarks>
/// Nearly all bytes of a prompt are in strings, and source code has an escape every few dozen bytes. So 64 bytes are judged at a time,
/// escapes included, without a branch for each of them: a wrongly predicted one costs more than the 64 bytes.
/// </remarks>
internal static class JsonStringEnd
{
    /// <param name="at">Position behind the opening quote.</param>
    /// <returns>
    /// Position of the closing quote, and whether there is a backslash before it; or the complement of where the fault is, which is
    /// the text's length when that ends too early.
    /// </returns>
    public static (int End, bool Escaped) Find(ReadOnlySpan<byte> json, int at)
    {
        var escaped = 0UL;
        var pending = 0UL; // 1 when the last byte of the block before is a backslash whose letter is due
        while (at <= json.Length - StringBlock.Bytes)
        {
            var bytes = json.Slice(at, StringBlock.Bytes);
            var block = StringBlock.Of(bytes);
            if ((block.Backslashes | pending) == 0)
            {
                var ends = block.Quotes | block.Controls;
                if (ends == 0)
                {
                    at += StringBlock.Bytes;
                    continue;
                }

                at += BitOperations.TrailingZeroCount(ends);
                return (json[at] == (byte)'"' ? at : ~at, escaped != 0);
            }

            var starts = block.Backslashes & ~pending;
            starts = (starts & (starts << 1)) == 0 ? starts : EveryOther(starts);
            var letters = (starts << 1) | pending;
            var stops = (block.Quotes & ~letters) | block.Controls;
            var inside = (stops - 1) & ~stops; // what comes before the first stop
            escaped |= starts & inside;

            var unusual = letters & inside & ~StringBlock.EscapeLetters(bytes);
            if (unusual != 0)
            {
                // An escape of six characters, or none at all.
                var escape = at + BitOperations.TrailingZeroCount(unusual) - 1;
                var length = EscapeLength(json, escape);
                if (length == 0)
                {
                    return (~(escape + 1), true);
                }

                at = escape + length;
                pending = 0;
            }
            else if (stops != 0)
            {
                at += BitOperations.TrailingZeroCount(stops);
                return (json[at] == (byte)'"' ? at : ~at, escaped != 0);
            }
            else
            {
                at += StringBlock.Bytes;
                pending = starts >> 63;
            }
        }

        return FindInTail(json, at - (int)pending, escaped != 0);
    }

    private static (int End, bool Escaped) FindInTail(ReadOnlySpan<byte> json, int at, bool escaped)
    {
        while (at < json.Length)
        {
            switch (json[at])
            {
                case (byte)'"':
                    return (at, escaped);
                case < 0x20:
                    return (~at, escaped);
                case (byte)'\\':
                    escaped = true;
                    var length = EscapeLength(json, at);
                    if (length == 0)
                    {
                        return (~(at + 1), escaped);
                    }

                    at += length;
                    break;
                default:
                    at++;
                    break;
            }
        }

        return (~json.Length, escaped);
    }

    // Of backslashes side by side the first, third, ... begin an escape; the others are escaped by these.
    private static ulong EveryOther(ulong backslashes)
    {
        var starts = 0UL;
        while (backslashes != 0)
        {
            var first = backslashes & (~backslashes + 1);
            starts |= first;
            backslashes &= ~(first | (first << 1));
        }

        return starts;
    }

    // Length of the escape whose backslash is here; 0 when it is none.
    private static int EscapeLength(ReadOnlySpan<byte> json, int backslash) => json[(backslash + 1)..] switch
    {
        [(byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t', ..] => 2,
        [(byte)'u', var a, var b, var c, var d, ..] when IsHex(a) && IsHex(b) && IsHex(c) && IsHex(d) => 6,
        _ => 0,
    };

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);
}
