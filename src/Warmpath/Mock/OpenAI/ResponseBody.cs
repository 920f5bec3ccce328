using System.Text.Json;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>What the mock reads of a body of <c>/v1/responses</c> to answer it.</summary>
internal static class ResponseBody
{
    /// <param name="items">The whole conversation. Only what came since the model last spoke is to be answered.</param>
    public static MessageBody Read(JsonElement root, JsonElement[] items)
    {
        var news = items.Reverse().TakeWhile(item => !InputItems.IsModels(item)).Reverse().ToArray();
        var results = news.Where(InputItems.IsToolOutput).Select(item => InputItems.TextOf(item, "output")).ToArray();
        var last = news.LastOrDefault(item => InputItems.IsMessage(item) && item.Text("role") == "user");
        var format = root.Member("text")?.Member("format");
        return new()
        {
            MaxTokens = root.Number("max_output_tokens"),
            Tools = OfferedTool.Read(root, items).Select(tool => tool.Name).ToHashSet(),
            OutputSchema = format?.Text("type") == "json_schema" ? format?.Member("schema") : null,
            LastUserText = InputItems.TextOf(last, "content"),
            ToolResults = results.Length == 0 ? null : string.Join('\n', results),
            Thinking = [],
        };
    }
}
