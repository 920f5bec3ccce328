namespace Warmpath.Routing.Outlines;

/// <summary>What a block holds: the provider counts the bytes of each kind differently, so each is calibrated on its own.</summary>
public enum BlockKind : byte
{
    Tool,
    System,
    Text,
    Thinking,
    ToolUse,
    ToolResult,
    Image,
    Document,
    Other,
}
