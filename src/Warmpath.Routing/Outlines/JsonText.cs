using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Warmpath.Routing.Outlines;

/// <summary>A JSON string where it stands in the text: validated, not yet unescaped.</summary>
/// <param name="raw">Between the quotes, escapes as they were written.</param>
/// <param name="end">Position in the text behind the closing quote.</param>
/// <param name="escaped">Whether there is any backslash in it.</param>
internal readonly ref struct JsonText(ReadOnlySpan<byte> raw, int end, bool escaped)
{
    // Names and values that mean anything have up to 60 bytes; one more character of any size shows that a text is longer.
    private const int LongestCandidate = 64;

    private readonly ReadOnlySpan<byte> _raw = raw;
    private readonly bool _escaped = escaped;

    /// <summary>False for the default: there is no string.</summary>
    public bool Exists => End > 0;

    /// <summary>Position in the text of the opening quote.</summary>
    public int Start => End - _raw.Length - 2;

    /// <summary>Position in the text behind the closing quote.</summary>
    public int End { get; } = end;

    public bool IsEmpty => _raw.IsEmpty;

    /// <summary>Whether the unescaped text is this; at most 60 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // so that a constant is compared as one or two integers, not by a call
    public bool Is(ReadOnlySpan<byte> utf8) => _escaped ? IsUnescaped(utf8) : _raw.SequenceEqual(utf8);

    /// <summary>Whether the unescaped text is this but for the case of its letters; ASCII, at most 60 bytes.</summary>
    public bool IsInAnyCase(ReadOnlySpan<byte> ascii) => _escaped
        ? Ascii.EqualsIgnoreCase(Unescaped(stackalloc byte[LongestCandidate]), ascii)
        : Ascii.EqualsIgnoreCase(_raw, ascii);

    /// <summary>Whether the unescaped text begins with this; at most 60 bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> utf8) =>
        _escaped ? Unescaped(stackalloc byte[LongestCandidate]).StartsWith(utf8) : _raw.StartsWith(utf8);

    /// <summary>Whether the unescaped text, when it has at most 60 bytes, ends with this.</summary>
    public bool EndsWith(ReadOnlySpan<byte> utf8) =>
        _escaped ? Unescaped(stackalloc byte[LongestCandidate]).EndsWith(utf8) : _raw.EndsWith(utf8);

    /// <summary>Whether the unescaped text has so many characters at most, none of them a control character.</summary>
    public bool IsName(int longest)
    {
        const int bytesOfCharacter = 6; // as an escape
        if (_raw.Length > longest * bytesOfCharacter)
        {
            return false;
        }

        var text = Decode();
        return text.Length <= longest && !text.Any(char.IsControl);
    }

    /// <summary>The unescaped text; a lone surrogate becomes U+FFFD.</summary>
    public string Decode()
    {
        if (!_escaped)
        {
            return Encoding.UTF8.GetString(_raw);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(_raw.Length);
        var text = Encoding.UTF8.GetString(buffer, 0, Unescape(buffer));
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    /// <summary>Writes the unescaped text as far as there is room. It is never longer than the escaped one.</summary>
    /// <returns>Bytes written; all of the text when four or more are left of <paramref name="into"/>.</returns>
    public int Unescape(Span<byte> into)
    {
        var rest = _raw;
        var written = 0;
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOf((byte)'\\');
            plain = Math.Min(plain < 0 ? rest.Length : plain, into.Length - written);
            rest[..plain].CopyTo(into[written..]);
            written += plain;
            rest = rest[plain..];

            if (rest.IsEmpty || rest[0] != (byte)'\\' || !EscapedRune(ref rest).TryEncodeToUtf8(into[written..], out var size))
            {
                break;
            }

            written += size;
        }

        return written;
    }

    private bool IsUnescaped(ReadOnlySpan<byte> utf8) => Unescaped(stackalloc byte[LongestCandidate]).SequenceEqual(utf8);

    private ReadOnlySpan<byte> Unescaped(Span<byte> buffer) => buffer[..Unescape(buffer)];

    private static Rune EscapedRune(ref ReadOnlySpan<byte> rest)
    {
        var letter = rest[1];
        if (letter != (byte)'u')
        {
            rest = rest[2..];
            return new Rune(letter switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => (char)letter,
            });
        }

        var first = CodeUnit(rest);
        rest = rest[6..];
        if (char.IsHighSurrogate(first) && rest.StartsWith("\\u"u8) && CodeUnit(rest) is var second && char.IsLowSurrogate(second))
        {
            rest = rest[6..];
            return new Rune(first, second);
        }

        return Rune.TryCreate(first, out var rune) ? rune : Rune.ReplacementChar;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
