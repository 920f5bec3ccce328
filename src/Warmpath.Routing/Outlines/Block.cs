using System.Runtime.InteropServices;

namespace Warmpath.Routing.Outlines;

/// <summary>One cacheable part of a prompt, in render order (tools, system, messages).</summary>
/// <remarks>20 bytes, since large prompts have hundreds: a UInt128 by itself wants places of 16, and size and kind share four.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct Block
{
    /// <summary>Of <see cref="Size"/>; more is taken for this. Bodies have a quarter of it at most.</summary>
    public const int LargestSize = int.MaxValue >> KindBits;

    private const int KindBits = 4;
    private const int KindMask = (1 << KindBits) - 1;

    private readonly int _sizeAndKind;

    public Block(UInt128 digest, int size, BlockKind kind) => (Digest, Size, Kind) = (digest, size, kind);

    /// <summary>
    /// Chained: it covers this block and all before it, the model and whatever else splits the provider's cache (providers.md 2.4).
    /// Two prompts share a cached prefix exactly as far as their digests agree.
    /// </summary>
    public UInt128 Digest { get; init; }

    /// <summary>Its own size, without the blocks before it: bytes of JSON in the gateway, tokens in a trace.</summary>
    public int Size
    {
        get => _sizeAndKind >> KindBits;
        init => _sizeAndKind = (Math.Clamp(value, ~LargestSize, LargestSize) << KindBits) | (_sizeAndKind & KindMask);
    }

    public BlockKind Kind
    {
        get => (BlockKind)(_sizeAndKind & KindMask);
        init => _sizeAndKind = (_sizeAndKind & ~KindMask) | (int)value;
    }
}
