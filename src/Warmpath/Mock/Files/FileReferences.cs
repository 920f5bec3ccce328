using System.Text.Json;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Files;

/// <summary>The files that a prompt refers to.</summary>
internal static class FileReferences
{
    private const string FileId = "file_id";

    /// <param name="body">A Messages body.</param>
    /// <returns>
    /// Ids, in order, of the content blocks whose source is a file and of <c>container_upload</c> blocks; not what a tool's input says.
    /// </returns>
    public static IEnumerable<string> In(JsonElement body) => body.Elements("messages").SelectMany(OfContent);

    private static IEnumerable<string> OfContent(JsonElement holder) => holder.Elements("content").SelectMany(OfBlock);

    private static IEnumerable<string> OfBlock(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return block.Text("type") switch
        {
            "container_upload" => Id(block),
            "tool_result" => OfContent(block),
            _ when block.TryGetProperty("source", out var source) => source.Text("type") == "file" ? Id(source) : OfContent(source),
            _ => [],
        };
    }

    private static IEnumerable<string> Id(JsonElement holder) => holder.Text(FileId) is { } id ? [id] : [];
}
