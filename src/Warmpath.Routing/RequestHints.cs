namespace Warmpath.Routing;

/// <summary>What the headers of a request say about whose turn it is (claude-code-gateway-protocol.md 2 and 6).</summary>
public sealed record RequestHints
{
    public static readonly RequestHints None = new();

    /// <summary>The agent's session id (<c>x-claude-code-session-id</c> and its like); null when no header names one.</summary>
    public string? Session { get; init; }

    /// <summary>The subagent inside the session; null for the main conversation.</summary>
    public string? Agent { get; init; }

    public string? ParentAgent { get; init; }
}
