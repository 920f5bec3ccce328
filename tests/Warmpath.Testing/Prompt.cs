using System.IO.Hashing;
using System.Text;
using Warmpath.Routing.Outlines;

namespace Warmpath.Testing;

/// <summary>Builds outlines without bodies: blocks by name, whose sizes are tokens.</summary>
public sealed class Prompt
{
    private readonly List<Block> _blocks = [];
    private readonly List<Breakpoint> _breakpoints = [];
    private readonly string _model;
    private UInt128 _digest;
    private int _front;
    private bool _thinking;

    private Prompt(string model) => (_model, _digest) = (model, Hash(0, model));

    public static Prompt For(string model) => new(model);

    /// <summary>Tools and system: what different conversations share.</summary>
    public Prompt Front(string name, int tokens)
    {
        Add(name, tokens, BlockKind.System);
        _front = _blocks.Count;
        return this;
    }

    public Prompt Turn(string name, int tokens) => Add(name, tokens, BlockKind.Text);

    public Prompt Thinking(string name, int tokens)
    {
        _thinking = true;
        return Add(name, tokens, BlockKind.Thinking);
    }

    /// <summary>A <c>cache_control</c> marker on the last block.</summary>
    public Prompt Mark(CacheLifetime lifetime = CacheLifetime.FiveMinutes)
    {
        _breakpoints.Add(new(_blocks.Count - 1, lifetime));
        return this;
    }

    public Outline Outline() => new()
    {
        Model = _model,
        Stream = true,
        MaxTokens = 300,
        Blocks = [.. _blocks],
        FrontBlocks = _front,
        Breakpoints = [.. _breakpoints],
        HasTools = true,
        HasThinking = _thinking,
    };

    private Prompt Add(string name, int tokens, BlockKind kind)
    {
        _digest = Hash(_digest, name);
        _blocks.Add(new(_digest, tokens, kind));
        return this;
    }

    private static UInt128 Hash(UInt128 before, string name) =>
        XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(name), (long)(ulong)before ^ (long)(ulong)(before >> 64));
}
