using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;

namespace Warmpath.Mock.OpenAI;

/// <summary>A block of a reply as an item of a response's <c>output</c>: a message, a call of a tool or reasoning.</summary>
/// <param name="tool">That it calls, where it is a call.</param>
/// <param name="isEncrypted">Whether reasoning is to be sent so that it can be sent again.</param>
internal sealed class OutputItem(ReplyBlock block, OfferedTool? tool, bool isEncrypted)
{
    private readonly string _call = MockIds.New("call_");
    private readonly string _id = MockIds.New(block switch
    {
        ToolUseReply => tool?.IsCustom == true ? "ctc_" : "fc_",
        ThinkingReply => "rs_",
        _ => "msg_",
    });

    /// <summary>How the events of its inside begin, whatever comes of it.</summary>
    private string Inside => block switch
    {
        ToolUseReply => IsCustom ? "response.custom_tool_call_input" : "response.function_call_arguments",
        ThinkingReply => "response.reasoning_summary_text",
        _ => "response.output_text",
    };

    private bool IsCustom => tool?.IsCustom == true;

    private string Text => block switch
    {
        ToolUseReply call when IsCustom => TextIn(call.Input),
        ToolUseReply call => call.Input,
        _ => block.Counted,
    };

    private string TextName => block is not ToolUseReply ? "text" : IsCustom ? "input" : "arguments";

    public JsonObject Whole() => Item("completed", Text);

    /// <summary>Its events without their numbers: added, part added, deltas, done, part done, done.</summary>
    public IEnumerable<JsonObject> Events(int index)
    {
        yield return new() { ["type"] = "response.output_item.added", ["output_index"] = index, ["item"] = Item("in_progress", text: null) };
        if (PartEvent("added", "", index) is { } opened)
        {
            yield return opened;
        }

        foreach (var piece in ReplyBlock.Pieces(Text))
        {
            yield return InsideEvent("delta", "delta", piece, index);
        }

        yield return InsideEvent("done", TextName, Text, index);
        if (PartEvent("done", Text, index) is { } closed)
        {
            yield return closed;
        }

        yield return new() { ["type"] = "response.output_item.done", ["output_index"] = index, ["item"] = Whole() };
    }

    /// <param name="text">Null before there is any.</param>
    private JsonObject Item(string status, string? text) => block switch
    {
        ToolUseReply call => Call(call.Name, status, text ?? ""),
        ThinkingReply thinking => Reasoning(thinking, text),
        _ => new()
        {
            ["id"] = _id, ["type"] = "message", ["status"] = status, ["role"] = "assistant", ["content"] = text is null ? [] : new JsonArray(Part(text)),
        },
    };

    private JsonObject Call(string name, string status, string text)
    {
        var item = new JsonObject
        {
            ["id"] = _id,
            ["type"] = IsCustom ? "custom_tool_call" : "function_call",
            ["status"] = status,
            ["call_id"] = _call,
            ["name"] = name,
            [TextName] = text,
        };
        if (tool?.Namespace is { } within)
        {
            item["namespace"] = within;
        }

        return item;
    }

    private JsonObject Reasoning(ThinkingReply thinking, string? text)
    {
        var item = new JsonObject { ["id"] = _id, ["type"] = "reasoning", ["summary"] = text is null ? [] : new JsonArray(Part(text)) };
        if (isEncrypted && text is not null)
        {
            item["encrypted_content"] = thinking.Signature;
        }

        return item;
    }

    private JsonObject Part(string text) => block is ThinkingReply
        ? new() { ["type"] = "summary_text", ["text"] = text }
        : new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    /// <returns>Null for an item without parts.</returns>
    private JsonObject? PartEvent(string end, string text, int index) => block is ToolUseReply ? null : new()
    {
        ["type"] = block is ThinkingReply ? $"response.reasoning_summary_part.{end}" : $"response.content_part.{end}",
        ["item_id"] = _id,
        ["output_index"] = index,
        [PartIndex] = 0,
        ["part"] = Part(text),
    };

    private JsonObject InsideEvent(string end, string member, string text, int index)
    {
        var data = new JsonObject { ["type"] = $"{Inside}.{end}", ["item_id"] = _id, ["output_index"] = index };
        if (block is not ToolUseReply)
        {
            data[PartIndex] = 0;
        }

        data[member] = text;
        if (block is TextReply)
        {
            data["logprobs"] = new JsonArray();
        }

        return data;
    }

    /// <summary>A directive's input is an object: what a custom tool gets is the text in its <c>input</c>.</summary>
    private static string TextIn(string input)
    {
        using var json = JsonDocument.Parse(input);
        return json.RootElement.Text("input") ?? input;
    }

    private string PartIndex => block is ThinkingReply ? "summary_index" : "content_index";
}
