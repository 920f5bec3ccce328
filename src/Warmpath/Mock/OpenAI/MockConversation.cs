using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.OpenAI;

/// <summary>A conversation that responses go on from, and add to.</summary>
/// <param name="Metadata">A JSON object.</param>
/// <param name="Items">Oldest first, each with an id.</param>
internal sealed record MockConversation(string Id, JsonElement Metadata, JsonElement[] Items, DateTimeOffset CreatedAt) : IResource
{
    public long Bytes => Items.Sum(item => (long)JsonMarshal.GetRawUtf8Value(item).Length);

    public MockConversation With(IEnumerable<JsonElement> items) => this with { Items = [.. Items, .. items] };

    public JsonObject Json() => new()
    {
        ["id"] = Id,
        ["object"] = "conversation",
        ["created_at"] = CreatedAt.ToUnixTimeSeconds(),
        ["metadata"] = JsonSerializer.SerializeToNode(Metadata),
    };
}
