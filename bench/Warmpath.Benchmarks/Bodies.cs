using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Warmpath.Benchmarks;

/// <summary>Bodies like those of a coding agent: tools, a marked system text, a conversation of text, tool calls and results.</summary>
internal static class Bodies
{
    // JavaScript and Python escape what they must; .NET's default would write six characters for every quote.
    private static readonly JsonSerializerOptions AsClientsWriteIt = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="bytes">About the size of the body.</param>
    /// <param name="blocks">Blocks in the messages.</param>
    public static byte[] OfSize(int bytes, int blocks)
    {
        var each = Math.Max(40, ((bytes - 24_000) / blocks) - 90);
        var messages = new JsonArray();
        for (var i = 0; i < blocks; i++)
        {
            var block = new JsonObject { ["type"] = "text", ["text"] = i == 0 ? "lineage 00000000\n" + Code(each, i) : Code(each, i) };
            if (i == blocks - 1)
            {
                block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
            }

            messages.Add(new JsonObject { ["role"] = i % 2 == 0 ? "user" : "assistant", ["content"] = new JsonArray(block) });
        }

        var tools = new JsonArray();
        for (var i = 0; i < 12; i++)
        {
            tools.Add(new JsonObject
            {
                ["name"] = $"Tool{i}",
                ["description"] = Code(1_400, 1_000 + i),
                ["input_schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["path"] = new JsonObject { ["type"] = "string" } } },
            });
        }

        var body = new JsonObject
        {
            ["model"] = "claude-sonnet-4-6",
            ["messages"] = messages,
            ["system"] = new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = "x-anthropic-billing-header: cc_version=2.1.330.abc; cc_entrypoint=cli;" },
                new JsonObject { ["type"] = "text", ["text"] = Code(5_900, 2_000), ["cache_control"] = new JsonObject { ["type"] = "ephemeral" } }),
            ["tools"] = tools,
            ["max_tokens"] = 32_000,
            ["stream"] = true,
        };
        return JsonSerializer.SerializeToUtf8Bytes(body, AsClientsWriteIt);
    }

    // Source code as it looks in JSON: an escaped line end or quote every thirty characters or so.
    private static string Code(int length, int seed)
    {
        var text = new StringBuilder(length);
        for (var line = 0; text.Length < length; line++)
        {
            text.Append("    var value").Append(seed).Append('_').Append(line).Append(" = \"item\";\n");
        }

        text.Length = length;
        return text.ToString();
    }
}
