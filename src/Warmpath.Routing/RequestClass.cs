namespace Warmpath.Routing;

/// <summary>The client's own word for a request (<c>x-claude-code-request-class</c>), or what its shape says.</summary>
public enum RequestClass : byte
{
    Unknown,
    Main,
    Subagent,
    Workflow,
    Compaction,
    Auxiliary,
}
