using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Warmpath.Routing.Policies;

/// <summary>Highest random weight: ranks keys for a lineage alike everywhere, without asking, and evenly over lineages.</summary>
internal static class Rendezvous
{
    /// <summary>What a lineage brings to all of its scores.</summary>
    public static long Seed(string lineage) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(lineage.AsSpan()));

    /// <param name="seed">The lineage's <see cref="Seed"/>.</param>
    public static ulong Score(long seed, string key) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()), seed);
}
