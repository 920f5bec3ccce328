using System.Runtime.InteropServices;

namespace Warmpath.Routing.Outlines;

/// <summary>One cacheable part of a prompt, in render order (tools, system, messages).</summary>
/// <param name="Digest">
/// Chained: it covers this block and all before it, the model and whatever else splits the provider's cache (providers.md 2.4).
/// Two prompts share a cached prefix exactly as far as their digests agree.
/// </param>
/// <param name="Size">Its own size, without the blocks before it: bytes of JSON in the gateway, tokens in a trace.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)] // 24 bytes: a UInt128 by itself wants places of 16, and would make 32 of them
public readonly record struct Block(UInt128 Digest, int Size, BlockKind Kind);
