using System.Numerics;
using System.Runtime.CompilerServices;

namespace Warmpath.Routing.Outlines;

/// <summary>Finds where a JSON string ends, and validates it on the way (RFC 8259 section 7).</summary>
/// <remarks>
/// Nearly all bytes of a prompt are in strings, and source code has an escape every few dozen bytes. So 64 bytes are judged at a time,
/// escapes included, without a branch for each of them: a wrongly predicted one costs more than the 64 bytes.
/// </remarks>
internal static class JsonStringEnd
{
    /// <param name="at">Position behind the opening quote.</param>
    /// <param name="holds">What was found before the closing quote; after a fault nothing to go by.</param>
    /// <returns>Position of the closing quote; or the complement of where the fault is, which is the text's length when that ends too early.</returns>
    public static int Find(ReadOnlySpan<byte> json, int at, out StringContents holds)
    {
        var escapes = 0UL;
        var high = 0UL;
        var pending = 0UL; // 1 when the last byte of the block before is a backslash whose letter is due
        while (at <= json.Length - StringBlock.Bytes)
        {
            var bytes = json.Slice(at, StringBlock.Bytes);
            var block = StringBlock.Of(bytes);
            var starts = block.Backslashes & ~pending;
            starts = (starts & (starts << 1)) == 0 ? starts : EveryOther(starts);
            var letters = (starts << 1) | pending;
            var stops = (block.Quotes & ~letters) | block.Controls;
            var inside = (stops - 1) & ~stops; // what comes before the first stop
            high |= block.High & inside;
            if ((letters & inside) != 0)
            {
                escapes = 1;
                var unusual = letters & inside & ~StringBlock.EscapeLetters(bytes);
                if (unusual != 0)
                {
                    // An escape of six characters, or none at all.
                    var escape = at + BitOperations.TrailingZeroCount(unusual) - 1;
                    var length = EscapeLength(json, escape);
                    if (length == 0)
                    {
                        holds = StringContents.Escapes;
                        return ~(escape + 1);
                    }

                    at = escape + length;
                    pending = 0;
                    continue;
                }
            }

            if (stops != 0)
            {
                at += BitOperations.TrailingZeroCount(stops);
                holds = Contents(escapes, high);
                return json[at] == (byte)'"' ? at : ~at;
            }

            at += StringBlock.Bytes;
            pending = starts >> 63;
        }

        return FindInTail(json, at - (int)pending, Contents(escapes, high), out holds);
    }

    private static int FindInTail(ReadOnlySpan<byte> json, int at, StringContents before, out StringContents holds)
    {
        holds = before;
        while (at < json.Length)
        {
            switch (json[at])
            {
                case (byte)'"':
                    return at;
                case < 0x20:
                    return ~at;
                case (byte)'\\':
                    holds |= StringContents.Escapes;
                    var length = EscapeLength(json, at);
                    if (length == 0)
                    {
                        return ~(at + 1);
                    }

                    at += length;
                    break;
                case >= 0x80:
                    holds |= StringContents.NonAscii;
                    at++;
                    break;
                default:
                    at++;
                    break;
            }
        }

        return ~json.Length;
    }

    private static StringContents Contents(ulong escapes, ulong high) =>
        (escapes != 0 ? StringContents.Escapes : StringContents.None) | (high != 0 ? StringContents.NonAscii : StringContents.None);

    // Of backslashes side by side the first, third, ... begin an escape; the others are escaped by these. Adding a run's first bit to the
    // run carries through it: so runs that begin at an even position are told from the others, and each kind keeps its own half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EveryOther(ulong backslashes)
    {
        const ulong Even = 0x5555_5555_5555_5555;
        var firsts = backslashes & ~(backslashes << 1);
        var fromEven = backslashes & ~(backslashes + (firsts & Even));
        return (fromEven & Even) | (backslashes & ~fromEven & ~Even);
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
