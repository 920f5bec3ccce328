using System.Text.Json;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>What the mock reads of a body of <c>/v1/chat/completions</c> to answer it.</summary>
internal static class ChatBody
{
    public static MessageBody Read(JsonElement root)
    {
        var news = root.Elements("messages").Reverse().TakeWhile(message => message.Text("role") != "assistant").Reverse().ToArray();
        var results = news.Where(message => message.Text("role") == "tool").Select(TextOf).ToArray();
        return new()
        {
            MaxTokens = root.Number("max_completion_tokens") ?? root.Number("max_tokens"),
            Tools = root.Elements("tools").Select(tool => tool.Member("function")?.Text("name")).OfType<string>().ToHashSet(),
            OutputSchema = root.Member("response_format") is { } format && format.Text("type") == "json_schema"
                && format.Member("json_schema") is { } named ? named.Member("schema") : null,
            LastUserText = TextOf(news.LastOrDefault(message => message.Text("role") == "user")),
            ToolResults = results.Length == 0 ? null : string.Join('\n', results),
            Thinking = [],
        };
    }

    private static string TextOf(JsonElement message) => InputItems.TextOf(message, "content");
}
