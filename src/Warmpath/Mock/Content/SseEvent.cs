using System.Text.Json.Nodes;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.Content;

/// <summary>One event of a stream.</summary>
/// <param name="Name">The type in <c>data</c> is the same; null for events without a name.</param>
/// <param name="Data">Null for the <c>[DONE]</c> at the end of OpenAI's chat completions.</param>
/// <param name="Reached">How far the stream is once the event is written.</param>
/// <param name="Paced">Whether it carries output, and so comes at the model's pace.</param>
internal sealed record SseEvent(string? Name, JsonObject? Data, StreamStage Reached, bool Paced = false)
{
    private const string End = "\n\n";

    /// <summary>As it is written, the blank line behind it included.</summary>
    public string Text => (Name is null ? "" : $"event: {Name}\n") + $"data: {Data?.ToJsonString(MockJson.Provider) ?? "[DONE]"}" + End;

    /// <summary>The same with JSON that breaks off a little before its end.</summary>
    public string BrokenText => Text[..^(End.Length + 8)] + End;

    public static SseEvent Of(StreamStage reached, JsonObject data, bool paced = false) =>
        new(data["type"]!.GetValue<string>(), data, reached, paced);
}
