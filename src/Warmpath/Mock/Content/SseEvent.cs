using System.Text.Json.Nodes;
using Warmpath.Mock.Faults;

namespace Warmpath.Mock.Content;

/// <summary>One event of a stream.</summary>
/// <param name="Name">The type in <c>data</c> is the same.</param>
/// <param name="Reached">How far the stream is once the event is written.</param>
/// <param name="Paced">Whether it carries output, and so comes at the model's pace.</param>
internal sealed record SseEvent(string Name, JsonObject Data, StreamStage Reached, bool Paced = false)
{
    public static SseEvent Of(StreamStage reached, JsonObject data, bool paced = false) =>
        new(data["type"]!.GetValue<string>(), data, reached, paced);
}
