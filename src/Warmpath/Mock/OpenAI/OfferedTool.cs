using System.Text.Json;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>A tool that a response may call.</summary>
/// <param name="Namespace">That it was offered in; null when in none.</param>
/// <param name="IsCustom">Whether it takes a text and not a JSON object.</param>
internal sealed record OfferedTool(string Name, string? Namespace, bool IsCustom)
{
    /// <summary>Those of the body, and those that items of its conversation add, as Codex does for newer models.</summary>
    public static OfferedTool[] Read(JsonElement root, IEnumerable<JsonElement> items) =>
    [
        .. items.Where(item => item.Text("type") == "additional_tools").Prepend(root).SelectMany(holder => Of(holder, within: null)),
    ];

    private static IEnumerable<OfferedTool> Of(JsonElement holder, string? within) => holder.Elements("tools").SelectMany(tool => tool.Text("type") switch
    {
        "namespace" => Of(tool, tool.Text("name")),
        "function" or "custom" when tool.Text("name") is { } name => [new(name, within, tool.Text("type") == "custom")],
        _ => [],
    });
}
