namespace Warmpath.Routing.Outlines;

internal static class BlockKinds
{
    /// <summary>Kind of a content block, or of an item of OpenAI's, by its <c>type</c>; tools' calls and results have many names with the same endings.</summary>
    public static BlockKind Of(JsonText type) =>
        type.Is("text"u8) ? BlockKind.Text
        : type.EndsWith("tool_result"u8) ? BlockKind.ToolResult
        : type.EndsWith("tool_use"u8) ? BlockKind.ToolUse
        : type.Is("message"u8) ? BlockKind.Text
        : type.Is("additional_tools"u8) ? BlockKind.Tool
        : type.EndsWith("_call_output"u8) ? BlockKind.ToolResult
        : type.EndsWith("_call"u8) ? BlockKind.ToolUse
        : type.Is("reasoning"u8) ? BlockKind.Thinking
        : type.Is("thinking"u8) || type.Is("redacted_thinking"u8) ? BlockKind.Thinking
        : type.Is("image"u8) ? BlockKind.Image
        : type.Is("document"u8) ? BlockKind.Document
        : BlockKind.Other;
}
