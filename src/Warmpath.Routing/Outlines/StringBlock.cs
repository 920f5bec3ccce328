using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Warmpath.Routing.Outlines;

/// <summary>Judges 64 bytes of a JSON string at once: one bit a byte, the first byte lowest.</summary>
/// <remarks>
/// With the widest vectors that the machine has: 64 bytes (AVX-512), 32 (AVX2), 16 (SSE2, Arm), or byte by byte. All say the same
/// (<c>StringBlockTests</c>). A carry-less multiply, which would tell inside from outside of strings for a whole text, is not needed: strings
/// are passed one by one, and nearly all bytes of a prompt are in long ones.
/// </remarks>
/// <param name="Backslashes">Bytes that are a backslash.</param>
/// <param name="Quotes">Bytes that are a quote.</param>
/// <param name="Controls">Bytes below 0x20, which no string may hold.</param>
/// <param name="High">Bytes of 0x80 and above: part of what is not ASCII.</param>
internal readonly record struct StringBlock(ulong Backslashes, ulong Quotes, ulong Controls, ulong High)
{
    public const int Bytes = 64;

    // With this bit cleared `r` is `b`, and nothing else is.
    private const byte BOrR = 0xEF;

    // The letters of escapes but `b` and `r`, each where the low half of its byte says; anywhere else a byte that does not belong there.
    // Four times, for vectors look up within 16 bytes.
    private static ReadOnlySpan<byte> LetterByNibble =>
    [
        0xFF, 0, (byte)'"', 0, (byte)'t', 0, (byte)'f', 0, 0, 0, 0, 0, (byte)'\\', 0, (byte)'n', (byte)'/',
        0xFF, 0, (byte)'"', 0, (byte)'t', 0, (byte)'f', 0, 0, 0, 0, 0, (byte)'\\', 0, (byte)'n', (byte)'/',
        0xFF, 0, (byte)'"', 0, (byte)'t', 0, (byte)'f', 0, 0, 0, 0, 0, (byte)'\\', 0, (byte)'n', (byte)'/',
        0xFF, 0, (byte)'"', 0, (byte)'t', 0, (byte)'f', 0, 0, 0, 0, 0, (byte)'\\', 0, (byte)'n', (byte)'/',
    ];

    /// <param name="bytes">At least 64.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StringBlock Of(ReadOnlySpan<byte> bytes) =>
        Vector512.IsHardwareAccelerated ? Of512(bytes)
        : Vector256.IsHardwareAccelerated ? Of256(bytes)
        : Vector128.IsHardwareAccelerated ? Of128(bytes)
        : OfEach(bytes);

    /// <summary>The bytes that make an escape of two characters when a backslash stands before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EscapeLetters(ReadOnlySpan<byte> bytes) =>
        Vector512.IsHardwareAccelerated ? EscapeLetters512(bytes)
        : Vector256.IsHardwareAccelerated ? EscapeLetters256(bytes)
        : Vector128.IsHardwareAccelerated ? EscapeLetters128(bytes)
        : EscapeLettersOfEach(bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static StringBlock Of512(ReadOnlySpan<byte> bytes)
    {
        var block = Vector512.Create(bytes);
        return new(Is(block, '\\'), Is(block, '"'), Vector512.LessThan(block, Vector512.Create((byte)' ')).ExtractMostSignificantBits(), block.ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static StringBlock Of256(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (Vector256.Create(bytes), Vector256.Create(bytes[32..]));
        var limit = Vector256.Create((byte)' ');
        return new(Is(low, high, '\\'), Is(low, high, '"'), Join(Vector256.LessThan(low, limit), Vector256.LessThan(high, limit)), Join(low, high));
    }

    internal static StringBlock Of128(ReadOnlySpan<byte> bytes)
    {
        var block = default(StringBlock);
        for (var at = 0; at < Bytes; at += Vector128<byte>.Count)
        {
            var part = Vector128.Create(bytes[at..]);
            block = new(
                block.Backslashes | (Is(part, '\\') << at),
                block.Quotes | (Is(part, '"') << at),
                block.Controls | ((ulong)Vector128.LessThan(part, Vector128.Create((byte)' ')).ExtractMostSignificantBits() << at),
                block.High | ((ulong)part.ExtractMostSignificantBits() << at));
        }

        return block;
    }

    internal static StringBlock OfEach(ReadOnlySpan<byte> bytes)
    {
        var (backslashes, quotes, controls, high) = (0UL, 0UL, 0UL, 0UL);
        for (var at = 0; at < Bytes; at++)
        {
            var bit = 1UL << at;
            backslashes |= bytes[at] == '\\' ? bit : 0;
            quotes |= bytes[at] == '"' ? bit : 0;
            controls |= bytes[at] < ' ' ? bit : 0;
            high |= bytes[at] >= 0x80 ? bit : 0;
        }

        return new(backslashes, quotes, controls, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong EscapeLetters512(ReadOnlySpan<byte> bytes)
    {
        var block = Vector512.Create(bytes);
        var (letters, nibbles) = (Vector512.Create(LetterByNibble), block & Vector512.Create((byte)0x0F));
        var byNibble = Avx512BW.IsSupported ? Avx512BW.Shuffle(letters, nibbles) : Vector512.Shuffle(letters, nibbles);
        return Vector512.Equals(byNibble, block).ExtractMostSignificantBits() | Is(block & Vector512.Create(BOrR), 'b');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong EscapeLetters256(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (Vector256.Create(bytes), Vector256.Create(bytes[32..]));
        return Join(AnyLetter(low), AnyLetter(high));

        static Vector256<byte> AnyLetter(Vector256<byte> block)
        {
            var (letters, nibbles) = (Vector256.Create(LetterByNibble), block & Vector256.Create((byte)0x0F));
            var byNibble = Avx2.IsSupported ? Avx2.Shuffle(letters, nibbles) : Vector256.Shuffle(letters, nibbles);
            return Vector256.Equals(byNibble, block) | Vector256.Equals(block & Vector256.Create(BOrR), Vector256.Create((byte)'b'));
        }
    }

    internal static ulong EscapeLetters128(ReadOnlySpan<byte> bytes)
    {
        var letters = 0UL;
        for (var at = 0; at < Bytes; at += Vector128<byte>.Count)
        {
            var part = Vector128.Create(bytes[at..]);
            var byNibble = Vector128.Shuffle(Vector128.Create(LetterByNibble), part & Vector128.Create((byte)0x0F));
            letters |= ((ulong)Vector128.Equals(byNibble, part).ExtractMostSignificantBits() | Is(part & Vector128.Create(BOrR), 'b')) << at;
        }

        return letters;
    }

    internal static ulong EscapeLettersOfEach(ReadOnlySpan<byte> bytes)
    {
        var letters = 0UL;
        for (var at = 0; at < Bytes; at++)
        {
            letters |= bytes[at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' ? 1UL << at : 0;
        }

        return letters;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Is(Vector512<byte> block, char what) => Vector512.Equals(block, Vector512.Create((byte)what)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Is(Vector256<byte> low, Vector256<byte> high, char what)
    {
        var wanted = Vector256.Create((byte)what);
        return Join(Vector256.Equals(low, wanted), Vector256.Equals(high, wanted));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Is(Vector128<byte> part, char what) => Vector128.Equals(part, Vector128.Create((byte)what)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
