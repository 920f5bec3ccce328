using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Warmpath.Routing.Policies;

/// <summary>Highest random weight: ranks keys for a lineage alike everywhere, without asking, and evenly over lineages.</summary>
internal static class Rendezvous
{
    public static ulong Score(string lineage, string key) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(lineage.AsSpan())));
}
