using System.Text;

namespace Warmpath.Gateway.Makers;

/// <summary>Finds the files and skills that a request's body uses: the values of its fields <c>file_id</c> and <c>skill_id</c>, at any depth.</summary>
/// <remarks>
/// A look at bytes, not at structure: quotes inside of a JSON string are escaped, so a text that speaks of <c>"file_id"</c> is none. A tool's input
/// that has such a field looks like one; it matters only if it holds the id of a file that the gateway knows. Skills of Anthropic's own, which every
/// workspace has, are named by words (<c>pptx</c>) and are none.
/// </remarks>
internal static class UsedIds
{
    /// <summary>No request uses as many; what is beyond them is not looked at.</summary>
    private const int Most = 1000;

    private const int LongestId = 200;

    /// <returns>Each id once.</returns>
    public static IReadOnlyCollection<string> In(ReadOnlySpan<byte> body)
    {
        HashSet<string>? found = null;
        Find(body, "\"file_id\""u8, "", ref found);
        Find(body, "\"skill_id\""u8, "skill_", ref found);
        return found ?? [];
    }

    private static void Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> field, string prefix, ref HashSet<string>? found)
    {
        while (found is not { Count: Most } && body.IndexOf(field) is >= 0 and var at)
        {
            body = body[(at + field.Length)..];
            if (ValueOf(body) is { } id && id.StartsWith(prefix, StringComparison.Ordinal))
            {
                (found ??= []).Add(id);
            }
        }
    }

    private static string? ValueOf(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] != ':')
        {
            return null;
        }

        rest = rest[1..].TrimStart(" \t\r\n"u8);
        if (rest.IsEmpty || rest[0] != '"')
        {
            return null;
        }

        var end = rest[1..].IndexOfAny((byte)'"', (byte)'\\');
        return end is > 0 and <= LongestId && rest[1 + end] == '"' ? Encoding.UTF8.GetString(rest.Slice(1, end)) : null;
    }
}
