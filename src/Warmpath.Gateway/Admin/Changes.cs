using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Warmpath.Gateway.Admin;

/// <summary>What a change changed, field by field, for the events. Of a secret it tells only that it was replaced.</summary>
internal static class Changes
{
    private const string Secret = "secret";
    private const int MostTold = 20;
    private const int LongestValue = 200;

    private static readonly JsonSerializerOptions Readable = new(AdminJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Such as <c>maximumWaitSeconds from 60 to 5, secret replaced</c>; null when the two are the same.</returns>
    public static string? Between<T>(T before, T after)
    {
        var told = Fields("", JsonSerializer.SerializeToNode(before, Readable), JsonSerializer.SerializeToNode(after, Readable)).ToList();
        return told.Count == 0 ? null
            : string.Join(", ", told.Take(MostTold)) + (told.Count > MostTold ? $" and {told.Count - MostTold} more" : "");
    }

    private static IEnumerable<string> Fields(string path, JsonNode? before, JsonNode? after)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return [];
        }

        if (path == Secret)
        {
            return ["secret replaced"];
        }

        return (before, after) is (JsonObject or null, JsonObject or null)
            ? Names(before).Union(Names(after)).SelectMany(name => Fields(path.Length == 0 ? name : $"{path}.{name}", before?[name], after?[name]))
            : [$"{path} from {Value(before)} to {Value(after)}"];
    }

    private static IEnumerable<string> Names(JsonNode? node) => node?.AsObject().Select(field => field.Key) ?? [];

    private static string Value(JsonNode? node)
    {
        var text = node is null ? "none" : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString(Readable);
        return text.Length > LongestValue ? $"{text[..LongestValue]}…" : text;
    }
}
