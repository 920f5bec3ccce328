using System.Text;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Decodes the <c>Connection</c> header so that the headers which it names are still known after Kestrel has read it.</summary>
/// <remarks>
/// Of a list with <c>keep-alive</c> or <c>close</c> in it Kestrel keeps that one word and forgets the rest, unless both stand there. What
/// is named must not be forwarded (RFC 9110 7.6.1). So a list that names headers loses its <c>keep-alive</c>, which HTTP/1.1 does
/// without, and gets one where it says <c>close</c>, which wins.
/// </remarks>
internal sealed class ConnectionEncoding : Encoding
{
    public static readonly ConnectionEncoding Instance = new();

    private ConnectionEncoding()
    {
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Decode(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(chars.AsSpan(charIndex));
        return text.Length;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount + 2 * "keep-alive, ".Length;

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Latin1.GetString(bytes);
        var tokens = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] named = [.. tokens.Where(token => !Is(token, "keep-alive") && !Is(token, "close") && !Is(token, "upgrade"))];
        return named.Length == 0 ? text
            : tokens.Any(token => Is(token, "close")) ? $"close, keep-alive, {string.Join(", ", named)}"
            : string.Join(", ", named);
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);
}
