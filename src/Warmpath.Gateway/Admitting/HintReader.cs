using Microsoft.AspNetCore.Http;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Admitting;

/// <summary>Reads what the agent says of itself in headers, which go upstream all the same (claude-code-gateway-protocol.md 2, 6; providers.md 7.4).</summary>
internal static class HintReader
{
    /// <summary>Longer values are taken for absent: they become parts of ids that are kept.</summary>
    private const int MaximumLength = 256;

    public static RequestHints Read(IHeaderDictionary headers, string provider)
    {
        var hints = provider == Providers.OpenAI ? OfCodex(headers) : new RequestHints
        {
            Session = Value(headers, "x-claude-code-session-id"),
            Agent = Value(headers, "x-claude-code-agent-id"),
            ParentAgent = Value(headers, "x-claude-code-parent-agent-id"),
        };
        return hints == RequestHints.None ? RequestHints.None : hints;
    }

    // Newer builds with a hyphen, older ones without; a thread of its own inside a session is a subagent's (providers.md 7.4).
    private static RequestHints OfCodex(IHeaderDictionary headers)
    {
        var session = Value(headers, "session-id") ?? Value(headers, "session_id") ?? Value(headers, "conversation_id");
        var thread = Value(headers, "thread-id");
        return session is null ? RequestHints.None : new RequestHints { Session = session, Agent = thread == session ? null : thread };
    }

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 and <= MaximumLength } value] ? value : null;
}
