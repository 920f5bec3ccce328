using System.Globalization;
using System.Text;

namespace Warmpath.Macro.Load;

/// <summary>Where load goes: the provider itself, or a proxy before it.</summary>
/// <param name="Credential">Sent as <c>x-api-key</c>.</param>
internal sealed record Target(string Name, int Port, string Credential)
{
    /// <summary>Digits of a lineage's number, in the session header and in the body.</summary>
    public const int Digits = 8;

    /// <param name="answer">Value of <c>x-bench-answer</c>.</param>
    /// <returns>The head of a request with its lineage's number all zeros, and where that stands.</returns>
    public (byte[] Head, int LineageAt) Head(string answer, int bodyLength)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nx-api-key: {Credential}\r\nanthropic-version: 2023-06-01\r\n"
            + $"anthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14\r\nuser-agent: claude-cli/2.1.330 (external, cli)\r\nx-app: cli\r\n"
            + $"accept: application/json\r\ncontent-type: application/json\r\nx-claude-code-session-id: {new string('0', Digits)}\r\n"
            + $"x-bench-answer: {answer}\r\nContent-Length: {bodyLength}\r\n\r\n"));
        return (head, head.AsSpan().IndexOf("session-id: "u8) + "session-id: ".Length);
    }
}
