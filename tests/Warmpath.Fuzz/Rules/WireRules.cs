using System.Buffers.Text;
using Warmpath.Fuzz.Reading;

namespace Warmpath.Fuzz.Rules;

/// <summary>What arrives upstream is what was sent, or nothing.</summary>
internal static class WireRules
{
    /// <param name="sent">All bytes that went to the gateway on one connection.</param>
    /// <param name="forwarded">The body that came out behind it.</param>
    /// <exception cref="BrokenRuleException">It was not sent so, or should not have been forwarded.</exception>
    public static void Check(byte[] sent, byte[] forwarded)
    {
        var slow = SlowOutline.Read(forwarded);
        BrokenRuleException.Unless(slow is { Models: 1, ModelsInAnyCase: 1, ModelIsText: true }, "only an object with one model is forwarded");
        BrokenRuleException.Unless(Bodies(sent).Any(body => body.AsSpan().SequenceEqual(forwarded) || IsFront(body, forwarded)), "forwarded as it was sent");
    }

    // A content-length that is too short ends the body early, and the rest is another, broken request.
    private static bool IsFront(byte[] body, byte[] forwarded) => body.Length > forwarded.Length && body.AsSpan().StartsWith(forwarded);

    // Behind each empty line, as it stands and as chunks.
    private static IEnumerable<byte[]> Bodies(byte[] sent)
    {
        for (var at = 0; sent.AsSpan(at).IndexOf("\n\r\n"u8) is >= 0 and var found;)
        {
            at += found + 3;
            yield return sent[at..];
            if (Chunks(sent.AsSpan(at)) is { } chunks)
            {
                yield return chunks;
            }
        }
    }

    private static byte[]? Chunks(ReadOnlySpan<byte> rest)
    {
        var body = new List<byte>();
        while (Utf8Parser.TryParse(rest, out int size, out var digits, 'x') && rest.IndexOf("\r\n"u8) is >= 0 and var lineEnd && lineEnd >= digits)
        {
            rest = rest[(lineEnd + 2)..];
            if (size == 0)
            {
                return [.. body];
            }

            if (rest.Length < size + 2)
            {
                return null;
            }

            body.AddRange(rest[..size]);
            rest = rest[(size + 2)..];
        }

        return null;
    }
}
