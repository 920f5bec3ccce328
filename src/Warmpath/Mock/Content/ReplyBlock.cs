using System.Text.Json.Nodes;

namespace Warmpath.Mock.Content;

/// <summary>One content block of an answer, whole and as the pieces of a stream.</summary>
internal abstract record ReplyBlock
{
    /// <summary>Characters per delta of a stream: about six tokens.</summary>
    private const int PieceLength = 24;

    /// <summary>The text that its tokens are counted by.</summary>
    public abstract string Counted { get; }

    /// <summary>As in the body of a whole answer.</summary>
    public abstract JsonObject Whole();

    /// <summary>The <c>content_block</c> of <c>content_block_start</c>.</summary>
    public abstract JsonObject Start();

    /// <summary>The <c>delta</c> of each <c>content_block_delta</c>; at least one.</summary>
    public abstract IEnumerable<JsonObject> Deltas();

    /// <summary>A text as the deltas of a stream bring it; at least one.</summary>
    public static IEnumerable<string> Pieces(string text) =>
        text.Length == 0 ? [""] : text.Chunk(PieceLength).Select(piece => new string(piece));
}

internal sealed record TextReply(string Text) : ReplyBlock
{
    public override string Counted => Text;

    public override JsonObject Whole() => new() { ["type"] = "text", ["text"] = Text };

    public override JsonObject Start() => new() { ["type"] = "text", ["text"] = "" };

    public override IEnumerable<JsonObject> Deltas() =>
        Pieces(Text).Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece });
}

internal sealed record ThinkingReply(string Thinking, string Signature) : ReplyBlock
{
    public override string Counted => Thinking;

    public override JsonObject Whole() => new() { ["type"] = "thinking", ["thinking"] = Thinking, ["signature"] = Signature };

    public override JsonObject Start() => new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" };

    public override IEnumerable<JsonObject> Deltas() =>
        Pieces(Thinking).Select(piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece })
            .Append(new() { ["type"] = "signature_delta", ["signature"] = Signature });
}

/// <param name="Input">A JSON object.</param>
internal sealed record ToolUseReply(string Id, string Name, string Input) : ReplyBlock
{
    public override string Counted => Name + Input;

    public override JsonObject Whole() => Call(JsonNode.Parse(Input));

    public override JsonObject Start() => Call(new JsonObject());

    public override IEnumerable<JsonObject> Deltas() =>
        Pieces(Input).Prepend("").Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece });

    private JsonObject Call(JsonNode? input) => new() { ["type"] = "tool_use", ["id"] = Id, ["name"] = Name, ["input"] = input };
}
