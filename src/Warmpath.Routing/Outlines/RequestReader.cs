using System.Buffers.Text;
using System.Text.Unicode;

namespace Warmpath.Routing.Outlines;

/// <summary>One pass over a body: collects what its outline needs. Of repeated members the last one holds, as in most parsers.</summary>
internal ref struct RequestReader(ReadOnlySpan<byte> body, PromptFormat format)
{
    // Of a model or an id, far longer than any; it is looked up under the router's lock, and stands in logs and rows.
    private const int LongestName = 256;

    private readonly ReadOnlySpan<byte> _body = body;

    private JsonScanner _json = new(body);
    private PromptReader _prompt = new(format);
    private CacheSettings _settings;
    private int _models;
    private int _otherModels; // names like `Model`: some parsers, Go's among them, take them for the same member
    private JsonText _model;
    private bool _stream;
    private int _maxTokens;
    private string? _session;
    private string? _continues;
    private bool _doesNotStore;
    private bool _background;

    /// <summary>Reads the whole body.</summary>
    /// <returns>Why it has no outline; null when it has one.</returns>
    public OutlineFault? Read()
    {
        if (!_json.EnterObject())
        {
            return Utf8.IsValid(_body) ? OutlineFault.NotAnObject : OutlineFault.NotUtf8;
        }

        while (_json.NextMember(out var name))
        {
            TakeMember(name);
        }

        _json.End();
        return !_json.IsUtf8 ? OutlineFault.NotUtf8
            : _json.FaultAt is { } at ? (Utf8.IsValid(_body) ? OutlineFault.NotJson(at, _body.Length) : OutlineFault.NotUtf8)
            : _models == 0 ? OutlineFault.NoModel
            : _models + _otherModels > 1 ? OutlineFault.TwoModels
            : !_model.Exists ? OutlineFault.ModelNotText
            : _model.IsEmpty ? OutlineFault.ModelEmpty
            : _model.IsName(LongestName) ? null
            : OutlineFault.ModelNoName;
    }

    /// <summary>The outline of a body that <see cref="Read"/> found no fault with.</summary>
    public readonly Outline ToOutline()
    {
        var model = _model.Decode();
        var blocks = _prompt.Chain(model, _settings);
        var thinking = Array.FindIndex(blocks, block => block.Kind == BlockKind.Thinking);
        return new()
        {
            Model = model,
            Stream = _stream,
            MaxTokens = _maxTokens,
            Blocks = blocks,
            FrontBlocks = _prompt.Front,
            Breakpoints = _prompt.Breakpoints(),
            NamesCacheControl = _prompt.NamesCacheControl,
            BodySession = _session,
            Continues = _continues,
            Stores = !_doesNotStore,
            IsBackground = _background,
            HasTools = _prompt.Tools > 0,
            HasThinking = thinking >= 0,
            FirstThinkingBlock = thinking,
        };
    }

    public void Dispose() => _prompt.Dispose();

    private void TakeMember(JsonText name)
    {
        if (name.Is("model"u8))
        {
            _models++;
            _json.TakeText(out _model);
        }
        else if (name.Is("stream"u8))
        {
            _stream = _json.Take().SequenceEqual("true"u8);
        }
        else if (name.Is("max_tokens"u8) || (format != PromptFormat.Anthropic && (name.Is("max_output_tokens"u8) || name.Is("max_completion_tokens"u8))))
        {
            var number = _json.Take();
            _maxTokens = Utf8Parser.TryParse(number, out int tokens, out var used) && used == number.Length ? tokens : 0;
        }
        else if (format != PromptFormat.Anthropic && TryTakeOpenAI(name))
        {
            // What goes on from where, and under which key it is cached.
        }
        else if (format == PromptFormat.Anthropic && name.Is("metadata"u8))
        {
            TakeMetadata();
        }
        else if (!(_prompt.TryTake(ref _json, name) || _settings.TryTake(ref _json, name)))
        {
            _otherModels += name.IsInAnyCase("model"u8) ? 1 : 0;
            _json.Skip();
        }
    }

    private bool TryTakeOpenAI(JsonText name)
    {
        if (name.Is("prompt_cache_key"u8))
        {
            _session = TakeId() ?? _session;
        }
        else if (name.Is("previous_response_id"u8))
        {
            _continues = TakeId() ?? _continues;
        }
        else if (name.Is("conversation"u8))
        {
            _continues = (_json.Peek() == JsonKind.Object ? TakeIdWithin() : TakeId()) ?? _continues;
        }
        else if (name.Is("background"u8))
        {
            _background = _json.Take().SequenceEqual("true"u8);
        }
        else if (name.Is("store"u8))
        {
            _doesNotStore = _json.Take().SequenceEqual("false"u8);
        }
        else
        {
            return false;
        }

        return true;
    }

    private string? TakeIdWithin()
    {
        string? id = null;
        _json.EnterObject();
        while (_json.NextMember(out var name))
        {
            if (name.Is("id"u8))
            {
                id = TakeId();
            }
            else
            {
                _json.Skip();
            }
        }

        return id;
    }

    // It becomes part of ids that are kept.
    private string? TakeId() => _json.TakeText(out var text) && !text.IsEmpty && text.IsName(LongestName) ? text.Decode() : null;

    private void TakeMetadata()
    {
        _session = null;
        if (!_json.EnterObject())
        {
            _json.Skip();
            return;
        }

        while (_json.NextMember(out var name))
        {
            if (name.Is("user_id"u8))
            {
                _session = _json.TakeText(out var userId) ? UserIdSession.Of(userId) : null;
            }
            else
            {
                _json.Skip();
            }
        }
    }
}
