using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warmpath.Routing.Outlines;

namespace Warmpath.Fuzz.Reading;

/// <summary>What an outline has to say of a body, read a second time by another parser, with a tree, slowly and plainly.</summary>
/// <remarks>It shares nothing with the gateway's own reader but the words of design.md 3. Of repeated members the last one holds.</remarks>
internal sealed partial class SlowOutline
{
    private const string Attribution = "x-anthropic-billing-header:";

    private readonly byte[] _body;
    private readonly List<SlowBlock> _blocks = [];

    private SlowOutline(byte[] body, JsonElement root)
    {
        _body = body;
        Models = root.EnumerateObject().Count(member => member.NameIs("model"));
        ModelsInAnyCase = root.EnumerateObject().Count(member => SlowJson.NameOf(member)?.Equals("model", StringComparison.OrdinalIgnoreCase) == true);
        var model = root.Last("model");
        ModelIsText = model is { ValueKind: JsonValueKind.String };
        Model = model?.Text();
        Stream = root.Last("stream") is { ValueKind: JsonValueKind.True };
        MaxTokens = root.Last("max_tokens") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var tokens) ? tokens : 0;
        (Session, SessionIsKnown) = SessionOf(root.Last("metadata"));

        TakeBlocks(root.Last("tools"), "tools", dropAttribution: false);
        Tools = _blocks.Count;
        TakeBlocks(root.Last("system"), "system", dropAttribution: true);
        FrontBlocks = _blocks.Count;
        if (root.Last("messages") is { ValueKind: JsonValueKind.Array } messages)
        {
            foreach (var message in messages.EnumerateArray())
            {
                TakeMessage(message);
            }
        }

        Automatic = MarkerOf(root.Last("cache_control"));
        NamesAutomatic = root.Last("cache_control") is not null;
        Settings =
        [
            Setting(root.Last("speed")) is var speed && speed == "\"standard\"" ? "" : speed,
            Setting(root.Last("tool_choice")),
            Setting(root.Last("thinking")),
            Setting(root.Last("output_config") is { ValueKind: JsonValueKind.Object } output ? output.Last("effort") : null),
            _blocks.Skip(FrontBlocks).Any(block => block.HasImage) ? "images" : "",
        ];
    }

    public int Models { get; }

    /// <summary><c>Model</c> and the like counted in: parsers that do not mind the case take the last of them all.</summary>
    public int ModelsInAnyCase { get; }

    public bool ModelIsText { get; }

    /// <summary>Null when it is no text, or one with half a surrogate pair, which no two readers decode alike.</summary>
    public string? Model { get; }

    public bool Stream { get; }

    /// <summary>0 unless it is a whole number of 32 bits.</summary>
    public int MaxTokens { get; }

    public string? Session { get; }

    public bool SessionIsKnown { get; }

    public IReadOnlyList<SlowBlock> Blocks => _blocks;

    public int Tools { get; }

    public int FrontBlocks { get; }

    /// <summary>The marker of the body itself.</summary>
    public SlowMarker? Automatic { get; }

    /// <summary>Whether the body has a <c>cache_control</c> of any shape.</summary>
    public bool NamesAutomatic { get; }

    /// <summary>What splits the cache besides blocks: speed, then tool choice, thinking, effort and images.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <returns>Null when the body is no JSON object.</returns>
    public static SlowOutline? Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return document.RootElement.ValueKind == JsonValueKind.Object ? new(body, document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void TakeMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            _blocks.Add(BlockOf(message, "other"));
            return;
        }

        var role = message.Last("role")?.Text();
        TakeBlocks(message.Last("content"), role is "user" or "assistant" ? role : role is "system" ? "instruction" : "other", dropAttribution: false);
    }

    private void TakeBlocks(JsonElement? content, string voice, bool dropAttribution)
    {
        var first = _blocks.Count;
        switch (content?.ValueKind)
        {
            case null or JsonValueKind.Null:
                break;
            case JsonValueKind.Array:
                foreach (var entry in content.Value.EnumerateArray())
                {
                    if (!dropAttribution || _blocks.Count > first || !IsAttribution(entry))
                    {
                        _blocks.Add(BlockOf(entry, voice));
                    }
                }

                break;
            case JsonValueKind.String when Raw(content.Value) is var raw:
                if (raw.Length > 2)
                {
                    _blocks.Add(new(voice == "tools" ? BlockKind.Tool : voice == "system" ? BlockKind.System : BlockKind.Text, raw.Length, voice, [(byte)'T', .. raw], false, null));
                }

                break;
            default:
                _blocks.Add(BlockOf(content.Value, voice));
                break;
        }
    }

    private SlowBlock BlockOf(JsonElement entry, string voice)
    {
        var raw = Raw(entry);
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return new(Kind(voice, BlockKind.Other), raw.Length, voice, [(byte)'B', .. raw], false, null);
        }

        var type = entry.Last("type");
        var counted = entry.EnumerateObject().Count(member => !member.NameIs("cache_control"));
        var isOnlyText = counted == 2 && type?.Text() == "text" && entry.Last("text") is { ValueKind: JsonValueKind.String };
        var nested = entry.Last("content") is { ValueKind: JsonValueKind.Array } content
            ? content.EnumerateArray().Where(inner => inner.ValueKind == JsonValueKind.Object).ToArray()
            : [];
        var own = MarkerOf(entry.Last("cache_control"));
        var inside = nested.Select(inner => MarkerOf(inner.Last("cache_control"))).LastOrDefault(marker => marker is not null);
        return new(
            Kind(voice, KindOf(type)),
            raw.Length,
            voice,
            isOnlyText ? [(byte)'T', .. Raw(entry.Last("text")!.Value)] : [(byte)'B', .. Content(entry, isNested: false)],
            type?.Text() == "image" || nested.Any(inner => inner.Last("type")?.Text() == "image"),
            inside is null ? own : (own ?? inside) with { IsExplicit = true });
    }

    private static BlockKind? Kind(string voice, BlockKind? own) => voice == "tools" ? BlockKind.Tool : voice == "system" ? BlockKind.System : own;

    private static BlockKind? KindOf(JsonElement? type)
    {
        var text = type?.Text();
        return text switch
        {
            null => type is { ValueKind: JsonValueKind.String } ? null : BlockKind.Other,
            _ when Encoding.UTF8.GetByteCount(text) > 60 && type!.Value.GetRawText().Contains('\\', StringComparison.Ordinal) => null,
            "text" => BlockKind.Text,
            "thinking" or "redacted_thinking" => BlockKind.Thinking,
            "image" => BlockKind.Image,
            "document" => BlockKind.Document,
            _ when text.EndsWith("tool_result", StringComparison.Ordinal) => BlockKind.ToolResult,
            _ when text.EndsWith("tool_use", StringComparison.Ordinal) => BlockKind.ToolUse,
            _ => BlockKind.Other,
        };
    }

    private static bool IsAttribution(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.Last("type")?.Text() == "text"
        && entry.Last("text") is { ValueKind: JsonValueKind.String } text && text.StartsWith(Attribution);

    // Members without their markers and without the space between them; so also in the list that a tool's result holds.
    private static byte[] Content(JsonElement entry, bool isNested)
    {
        var members = entry.EnumerateObject().Where(member => !member.NameIs("cache_control")).Select(member =>
        {
            var value = !isNested && member.NameIs("content") && member.Value.ValueKind == JsonValueKind.Array
                ? Join('[', member.Value.EnumerateArray().Select(inner =>
                    inner.ValueKind == JsonValueKind.Object ? Content(inner, isNested: true) : Raw(inner)), ']')
                : Raw(member.Value);
            return (byte[])[(byte)'"', .. JsonMarshal.GetRawUtf8PropertyName(member), (byte)'"', (byte)':', .. value];
        });
        return Join('{', members, '}');
    }

    private static byte[] Join(char open, IEnumerable<byte[]> parts, char close)
    {
        var joined = new List<byte> { (byte)open };
        foreach (var part in parts)
        {
            if (joined.Count > 1)
            {
                joined.Add((byte)',');
            }

            joined.AddRange(part);
        }

        joined.Add((byte)close);
        return [.. joined];
    }

    private SlowMarker? MarkerOf(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } marker || marker.Last("type")?.Text() != "ephemeral")
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(marker);
        _body.AsSpan().Overlaps(raw, out var start);
        var lifetime = marker.Last("ttl");
        return new(start, raw.Length, lifetime?.Text() == "1h" ? CacheLifetime.OneHour : CacheLifetime.FiveMinutes, lifetime is not null);
    }

    private static string Setting(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null } ? "" : value.Value.GetRawText();

    private static (string? Session, bool IsKnown) SessionOf(JsonElement? metadata)
    {
        if (metadata is not { ValueKind: JsonValueKind.Object } || metadata.Value.Last("user_id") is not { ValueKind: JsonValueKind.String } member)
        {
            return (null, true);
        }

        if (member.Text() is not { } text)
        {
            return (null, false);
        }

        if (Encoding.UTF8.GetByteCount(text) > 1020)
        {
            return (null, true);
        }

        if (!text.StartsWith('{'))
        {
            return (Legacy.Match(text) is { Success: true } match ? match.Groups[1].Value : null, true);
        }

        try
        {
            using var inner = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            var id = inner.RootElement.Last("session_id");
            return id is { ValueKind: JsonValueKind.String }
                ? (id.Value.Text() is { Length: > 0 } session ? session : null, id.Value.Text() is not null)
                : (null, true);
        }
        catch (JsonException)
        {
            return (null, true);
        }
    }

    private static byte[] Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();

    [GeneratedRegex(@"\Auser_[0-9a-fA-F]+_account_(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})?_session_([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Legacy { get; }
}
