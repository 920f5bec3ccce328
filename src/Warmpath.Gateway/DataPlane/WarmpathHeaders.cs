using System.Buffers;
using System.Text;

namespace Warmpath.Gateway.DataPlane;

/// <summary>The response headers that the gateway adds (contract.md).</summary>
internal static class WarmpathHeaders
{
    public const string RequestId = "x-warmpath-request-id";
    public const string Key = "x-warmpath-key";
    public const string Organization = "x-warmpath-organization";
    public const string Decision = "x-warmpath-decision";
    public const string Attempts = "x-warmpath-attempts";
    public const string WaitMilliseconds = "x-warmpath-wait-ms";

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code).Where(character => character != '%')]);

    /// <summary>Percent-encodes the UTF-8 bytes of all but printable ASCII, and the percent sign itself.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)octet))
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", null));
            }
        }

        return encoded.ToString();
    }
}
