using System.Text;

namespace Warmpath.Load;

/// <summary>Where load goes: the provider itself, or the gateway before it.</summary>
internal sealed record Target(string Name, Uri Url, string Credential)
{
    /// <summary>The bytes of one request, head and body, on a kept connection.</summary>
    public byte[] Request(ReadOnlySpan<byte> body, string session)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST /v1/messages HTTP/1.1\r\nHost: {Url.Authority}\r\nx-api-key: {Credential}\r\nanthropic-version: 2023-06-01\r\n"
            + $"content-type: application/json\r\nx-claude-code-session-id: {session}\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }
}
