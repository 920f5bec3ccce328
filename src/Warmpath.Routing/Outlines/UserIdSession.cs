using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Warmpath.Routing.Outlines;

/// <summary>The session inside <c>metadata.user_id</c> of Claude Code (providers.md 5.2).</summary>
internal static class UserIdSession
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    // The known formats have up to 200 bytes.
    private const int Longest = 1024;

    /// <returns>The session's id; null when the text has neither of the known formats, or is longer than 1,024 bytes.</returns>
    public static string? Of(JsonText userId)
    {
        Span<byte> buffer = stackalloc byte[Longest];
        var text = buffer[..userId.Unescape(buffer)];
        return text.Length > Longest - 4 ? null
            : text.StartsWith("{"u8) ? FromJson(text)
            : FromLegacy(text);
    }

    // From about 2.1.78: a JSON object in the string.
    private static string? FromJson(ReadOnlySpan<byte> text)
    {
        var json = new JsonScanner(text);
        var session = default(JsonText);
        json.EnterObject();
        while (json.NextMember(out var name))
        {
            if (name.Is("session_id"u8))
            {
                json.TakeText(out session);
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        return json.FaultAt is null && session is { Exists: true, IsEmpty: false } ? session.Decode() : null;
    }

    // Until about 2.1.77: user_<hex>_account_<uuid or nothing>_session_<uuid>.
    private static string? FromLegacy(ReadOnlySpan<byte> text) =>
        Skip(ref text, "user_"u8) && SkipHex(ref text)
        && Skip(ref text, "_account_"u8) && (text.StartsWith("_"u8) || SkipUuid(ref text))
        && Skip(ref text, "_session_"u8) && text is var session && SkipUuid(ref text) && text.IsEmpty
            ? Encoding.ASCII.GetString(session)
            : null;

    private static bool Skip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var found = text.StartsWith(word);
        text = found ? text[word.Length..] : text;
        return found;
    }

    private static bool SkipHex(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(HexDigits);
        text = end > 0 ? text[end..] : text;
        return end > 0;
    }

    private static bool SkipUuid(ref ReadOnlySpan<byte> text)
    {
        var found = Utf8Parser.TryParse(text, out Guid _, out var length, 'D');
        text = text[length..];
        return found;
    }
}
