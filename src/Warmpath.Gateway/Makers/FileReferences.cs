using System.Text;

namespace Warmpath.Gateway.Makers;

/// <summary>Finds the files that a request's body uses: the values of its fields <c>file_id</c>, at any depth.</summary>
/// <remarks>
/// A look at bytes, not at structure: quotes inside of a JSON string are escaped, so a text that speaks of <c>"file_id"</c> is none. A tool's input
/// that has such a field looks like one; it matters only if it holds the id of a file that the gateway knows.
/// </remarks>
internal static class FileReferences
{
    /// <summary>No request uses as many; what is beyond them is not looked at.</summary>
    private const int Most = 1000;

    private const int LongestId = 200;

    /// <returns>Each id once, in the order of their first use.</returns>
    public static IReadOnlyCollection<string> In(ReadOnlySpan<byte> body)
    {
        List<string>? found = null;
        while (body.IndexOf("\"file_id\""u8) is >= 0 and var at)
        {
            body = body[(at + "\"file_id\"".Length)..];
            if (ValueOf(body) is { } id && found?.Contains(id) != true)
            {
                (found ??= []).Add(id);
                if (found.Count == Most)
                {
                    break;
                }
            }
        }

        return found ?? [];
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
