using Microsoft.AspNetCore.Http;
using Warmpath.Routing;

namespace Warmpath.Gateway.Admitting;

/// <summary>Reads what the agent says of itself in headers, which go upstream all the same (claude-code-gateway-protocol.md 2, 6).</summary>
internal static class HintReader
{
    /// <summary>Longer values are taken for absent: they become parts of ids that are kept.</summary>
    private const int MaximumLength = 256;

    public static RequestHints Read(IHeaderDictionary headers)
    {
        var hints = new RequestHints
        {
            Session = Value(headers, "x-claude-code-session-id"),
            Agent = Value(headers, "x-claude-code-agent-id"),
            ParentAgent = Value(headers, "x-claude-code-parent-agent-id"),
        };
        return hints == RequestHints.None ? RequestHints.None : hints;
    }

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 and <= MaximumLength } value] ? value : null;
}
