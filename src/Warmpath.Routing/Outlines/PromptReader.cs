namespace Warmpath.Routing.Outlines;

/// <summary>Takes the members of a body that make its prompt, in whatever order they come, and puts them into render order.</summary>
internal struct PromptReader(PromptFormat format) : IDisposable
{
    /// <summary>Many times what any model reads. Those beyond it are left out: a body of numbers must not become as many blocks.</summary>
    private const int MostBlocks = 100_000;

    private BlockReader _blocks = new(format);
    private RentedList<BlockSketch> _tools;
    private RentedList<BlockSketch> _system;
    private RentedList<BlockSketch> _messages;

    // Automatic caching: a `cache_control` of the body itself.
    private CacheMarker _automatic;

    // How Claude Code's attribution begins. The provider takes it away before it builds the prompt, but only where it is an entry
    // of its own in front of the others (claude-code-gateway-protocol.md 4).
    private static ReadOnlySpan<byte> AttributionMark => "x-anthropic-billing-header:"u8;

    /// <summary>Whether the body has a <c>cache_control</c> at its top, be it a marker or not.</summary>
    public bool NamesCacheControl { get; private set; }

    public readonly int Tools => _tools.Count;

    /// <summary>Tools and system, and what stands for them in front of OpenAI's items.</summary>
    public readonly int Front => _tools.Count + _system.Count + Instructions;

    // Codex sends its tools as an item of `input`, and its instructions as messages of the developer.
    private readonly int Instructions
    {
        get
        {
            var count = 0;
            if (format == PromptFormat.OpenAI)
            {
                foreach (ref readonly var item in _messages.Span)
                {
                    if (item.Kind != BlockKind.Tool && item.Voice != Voice.Instruction)
                    {
                        break;
                    }

                    count++;
                }
            }

            return count;
        }
    }

    private readonly int Count => _tools.Count + _system.Count + _messages.Count;

    /// <summary>Takes the value that is due when it is part of the prompt.</summary>
    /// <returns>False, and nothing taken, when it is not.</returns>
    public bool TryTake(ref JsonScanner json, JsonText name)
    {
        if (format != PromptFormat.Anthropic)
        {
            return TryTakeOpenAI(ref json, name);
        }

        if (name.Is("messages"u8))
        {
            TakeMessages(ref json);
        }
        else if (name.Is("system"u8))
        {
            _system.Truncate(0);
            TakeBlocks(ref json, ref _system, dropAttribution: true);
        }
        else if (name.Is("tools"u8))
        {
            _tools.Truncate(0);
            TakeBlocks(ref json, ref _tools);
        }
        else if (name.Is("cache_control"u8))
        {
            _automatic = CacheMarker.Take(ref json);
            NamesCacheControl = true;
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryTakeOpenAI(ref JsonScanner json, JsonText name)
    {
        if (name.Is("input"u8) || name.Is("messages"u8))
        {
            _messages.Truncate(0);
            if (format == PromptFormat.OpenAI)
            {
                TakeBlocks(ref json, ref _messages);
            }
            else
            {
                _messages.Add(BlockReader.OfValue(ref json)); // there may be a million numbers, of which no cache keeps any
            }
        }
        else if (name.Is("instructions"u8))
        {
            _system.Truncate(0);
            TakeBlocks(ref json, ref _system);
        }
        else if (name.Is("tools"u8))
        {
            _tools.Truncate(0);
            TakeBlocks(ref json, ref _tools);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>The blocks in render order; each setting joins the chain where its split of the cache begins.</summary>
    public readonly Block[] Chain(string model, in CacheSettings settings)
    {
        var blocks = new Block[Count];
        var next = 0;
        var image = false;
        var chain = new PrefixChain(model);
        foreach (ref readonly var tool in _tools.Span)
        {
            blocks[next++] = new(chain.Add(Voice.Tools, tool.Content), tool.Size, BlockKind.Tool);
        }

        settings.JoinBeforeSystem(ref chain);
        foreach (ref readonly var entry in _system.Span)
        {
            blocks[next++] = new(chain.Add(Voice.System, entry.Content), entry.Size, BlockKind.System);
        }

        foreach (ref readonly var block in _messages.Span)
        {
            image |= block.HasImage;
        }

        settings.JoinBeforeMessages(ref chain, image);
        foreach (ref readonly var block in _messages.Span)
        {
            blocks[next++] = new(chain.Add(block.Voice, block.Content), block.Size, block.Kind);
        }

        return blocks;
    }

    /// <summary>Explicit ones, and automatic caching's own on the last block unless that has one (providers.md 2.1).</summary>
    public readonly Breakpoint[] Breakpoints()
    {
        if (format != PromptFormat.Anthropic)
        {
            return format == PromptFormat.OpenAI ? Implicit() : [];
        }

        var found = default(RentedList<Breakpoint>);
        AddMarkers(_tools.Span, 0, ref found);
        AddMarkers(_system.Span, _tools.Count, ref found);
        AddMarkers(_messages.Span, _tools.Count + _system.Count, ref found);
        if (_automatic.Exists && Count > 0 && (found.Count == 0 || found.Span[^1].Block < Count - 1))
        {
            found.Add(new(Count - 1, _automatic.Lifetime, IsExplicit: true)); // not the gateway's to change: it stands in no block
        }

        var breakpoints = found.Span.ToArray();
        found.Dispose();
        return breakpoints;
    }

    // OpenAI's: no marker says them, and no marker can change them.
    private readonly Breakpoint[] Implicit()
    {
        var (front, last) = (Math.Max(Front, 1) - 1, Count - 1);
        return last < 0 ? [] : front < last ? [Hour(front), Hour(last)] : [Hour(last)];

        static Breakpoint Hour(int block) => new(block, CacheLifetime.OneHour, IsExplicit: true);
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _tools.Dispose();
        _system.Dispose();
        _messages.Dispose();
    }

    private void TakeMessages(ref JsonScanner json)
    {
        _messages.Truncate(0);
        if (!json.EnterArray())
        {
            json.Skip();
            return;
        }

        while (json.NextElement())
        {
            if (_messages.Count >= MostBlocks)
            {
                json.Skip();
            }
            else
            {
                TakeMessage(ref json);
            }
        }
    }

    private void TakeMessage(ref JsonScanner json)
    {
        var first = _messages.Count;
        var voice = Voice.Other;
        if (!json.EnterObject())
        {
            _messages.Add(_blocks.TakeBlock(ref json, out _));
        }
        else
        {
            while (json.NextMember(out var name))
            {
                if (name.Is("role"u8))
                {
                    json.TakeText(out var role);
                    voice = Voices.OfRole(role);
                }
                else if (name.Is("content"u8))
                {
                    _messages.Truncate(first);
                    TakeBlocks(ref json, ref _messages);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        foreach (ref var block in _messages.Span[first..])
        {
            block.Voice = voice;
        }
    }

    // A list of blocks, or a string that stands for one of text. An empty string is no block; any other shape is an opaque one.
    private void TakeBlocks(ref JsonScanner json, ref RentedList<BlockSketch> into, bool dropAttribution = false)
    {
        switch (json.Peek())
        {
            case JsonKind.Array:
                json.EnterArray();
                while (json.NextElement())
                {
                    if (into.Count >= MostBlocks)
                    {
                        json.Skip();
                        continue;
                    }

                    var block = _blocks.TakeBlock(ref json, out var text);
                    var attribution = dropAttribution && into.Count == 0 && text.StartsWith(AttributionMark);
                    if (!attribution)
                    {
                        into.Add(block);
                    }
                }

                break;
            case JsonKind.String:
                if (json.TakeText(out var plain) && !plain.IsEmpty)
                {
                    into.Add(BlockReader.OfText(json, plain));
                }

                break;
            case JsonKind.Null:
                json.Skip();
                break;
            default:
                into.Add(_blocks.TakeBlock(ref json, out _));
                break;
        }
    }

    private static void AddMarkers(ReadOnlySpan<BlockSketch> blocks, int firstIndex, ref RentedList<Breakpoint> into)
    {
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Marker is { Exists: true } marker)
            {
                into.Add(new(firstIndex + i, marker.Lifetime, marker.Start, marker.Length, marker.IsExplicit));
            }
        }
    }
}
