using System.IO.Hashing;

namespace Warmpath.Routing.Outlines;

/// <summary>Takes blocks from a body: each becomes a digest of its content with its size, kind and cache marker.</summary>
/// <remarks>
/// The digest covers the members' bytes as they stand, in their order, but neither the whitespace between them nor any
/// <c>cache_control</c>, nor what OpenAI's answers say of an item beside its content. A block of nothing but text has the digest of that text as a plain string: Claude Code sends
/// the same message first as the one, then as the other (claude-code-gateway-protocol.md 5).
/// </remarks>
internal struct BlockReader(PromptFormat format) : IDisposable
{
    private const int TextSeed = 1;
    private const int BlockSeed = 2;

    private XxHash128? _hash;

    // What the digest covers: ranges of the body, the last one apart. A block without marker and whitespace is a single one.
    private RentedList<(int Start, int End)> _pieces;
    private (int Start, int End) _last;

    /// <summary>Takes a value where a block belongs; one that is no object is for the provider to refuse, and opaque here.</summary>
    /// <param name="text">The <c>text</c> of a text block; else empty.</param>
    public BlockSketch TakeBlock(ref JsonScanner json, out JsonText text)
    {
        text = default;
        var type = json.Peek();
        var start = json.Position;
        _pieces.Truncate(0);
        _last = (start, start);
        if (type != JsonKind.Object)
        {
            json.Skip();
            Cover(start, json.Position);
            return new(Digest(json), json.Position - start, BlockKind.Other, default, HasImage: false) { Voice = Voice.Other };
        }

        var members = TakeMembers(ref json, nested: false);
        var kind = BlockKinds.Of(members.Type);
        text = kind == BlockKind.Text ? members.Text : default;
        var content = members.IsNothingButText ? DigestText(json, text) : Digest(json);
        return new(content, json.Position - start, kind, members.Marker, members.HasImage) { Voice = Voices.OfRole(members.Role) };
    }

    /// <summary>The block that a plain string stands for.</summary>
    public static BlockSketch OfText(in JsonScanner json, JsonText text) =>
        new(DigestText(json, text), text.End - text.Start, BlockKind.Text, default, HasImage: false) { Voice = Voice.Other };

    /// <summary>One opaque block of the whole value that is due, whatever it is.</summary>
    public static BlockSketch OfValue(ref JsonScanner json)
    {
        json.Peek();
        var start = json.Position;
        json.Skip();
        return new(XxHash128.HashToUInt128(json.Slice(start, json.Position), BlockSeed), json.Position - start, BlockKind.Other, default, HasImage: false) { Voice = Voice.Other };
    }

    public void Dispose() => _pieces.Dispose();

    private BlockMembers TakeMembers(scoped ref JsonScanner json, bool nested)
    {
        var members = default(BlockMembers);
        json.EnterObject();
        Cover(json.Position - 1, json.Position);
        while (json.NextMember(out var name))
        {
            var colon = json.Position - 1;
            var comma = json.CommaAt;
            if (name.Is("cache_control"u8))
            {
                members.OwnMarker = CacheMarker.Take(ref json);
                continue;
            }

            if (format != PromptFormat.Anthropic && IsOfAnswer(name))
            {
                json.Skip();
                continue;
            }

            if (members.Count++ > 0)
            {
                Cover(comma, comma + 1);
            }

            Cover(name.Start, name.End);
            Cover(colon, colon + 1);
            var kind = json.Peek();
            var value = json.Position;
            if (!nested && name.Is("content"u8))
            {
                (members.NestedMarker, members.NestedImage) = (default, false);
                if (kind == JsonKind.Array)
                {
                    TakeNestedBlocks(ref json, ref members);
                    continue;
                }
            }

            if (name.Is("type"u8))
            {
                json.TakeText(out members.Type);
            }
            else if (name.Is("text"u8))
            {
                json.TakeText(out members.Text);
            }
            else if (format != PromptFormat.Anthropic && !nested && name.Is("role"u8))
            {
                json.TakeText(out members.Role);
            }
            else
            {
                json.Skip();
            }

            Cover(value, json.Position);
        }

        Cover(json.Position - 1, json.Position);
        return members;
    }

    // What OpenAI's answers say of an item beside its content: it goes along when the item is sent again, or does not, and differs between sessions.
    private static bool IsOfAnswer(JsonText name) =>
        name.Is("id"u8) || name.Is("status"u8) || name.Is("annotations"u8) || name.Is("logprobs"u8);

    // What a tool_result and its kin hold: blocks again, with markers and images of their own, but none deeper.
    private void TakeNestedBlocks(scoped ref JsonScanner json, scoped ref BlockMembers outer)
    {
        json.EnterArray();
        Cover(json.Position - 1, json.Position);
        for (var count = 0; json.NextElement(); count++)
        {
            if (count > 0)
            {
                Cover(json.CommaAt, json.CommaAt + 1);
            }

            if (json.Peek() == JsonKind.Object)
            {
                var inner = TakeMembers(ref json, nested: true);
                outer.NestedImage |= inner.HasImage;
                outer.NestedMarker = inner.Marker.Exists ? inner.Marker : outer.NestedMarker;
            }
            else
            {
                var start = json.Position;
                json.Skip();
                Cover(start, json.Position);
            }
        }

        Cover(json.Position - 1, json.Position);
    }

    private void Cover(int start, int end)
    {
        if (_last.End != start)
        {
            _pieces.Add(_last);
            _last.Start = start;
        }

        _last.End = end;
    }

    private UInt128 Digest(in JsonScanner json)
    {
        var last = json.Slice(_last.Start, _last.End);
        if (_pieces.Count == 0)
        {
            return XxHash128.HashToUInt128(last, BlockSeed);
        }

        _hash ??= new(BlockSeed);
        _hash.Reset();
        foreach (var (start, end) in _pieces.Span)
        {
            _hash.Append(json.Slice(start, end));
        }

        _hash.Append(last);
        return _hash.GetCurrentHashAsUInt128();
    }

    private static UInt128 DigestText(in JsonScanner json, JsonText text) =>
        XxHash128.HashToUInt128(json.Slice(text.Start, text.End), TextSeed);

    /// <summary>What matters of an object's members; of several with one name the last, as most parsers have it.</summary>
    private ref struct BlockMembers
    {
        public JsonText Type;
        public JsonText Text;
        public JsonText Role;
        public CacheMarker OwnMarker;
        public CacheMarker NestedMarker;
        public bool NestedImage;

        /// <summary>Members, <c>cache_control</c> not counted.</summary>
        public int Count;

        // A marker inside nested content is left as it is, and so is one around it: their order of lifetimes is the client's.
        public readonly CacheMarker Marker => !NestedMarker.Exists ? OwnMarker
            : (OwnMarker.Exists ? OwnMarker : NestedMarker) with { IsExplicit = true };

        public readonly bool HasImage => NestedImage || Type.Is("image"u8);

        /// <summary>Two members besides the marker, and they are the two of a text block.</summary>
        public readonly bool IsNothingButText => Count == 2 && Type.Is("text"u8) && Text.Exists;
    }
}
