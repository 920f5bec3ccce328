using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Misses;

/// <summary>What a lineage's last answered request left in a cache: the standard by which the next is judged.</summary>
/// <param name="Tip">Digest of the prefix that was cached.</param>
/// <param name="Tokens">Its size as the provider counted it.</param>
/// <param name="Dies">UTC; past it the entry is gone unless somebody else read it.</param>
internal sealed record Trail(UInt128 Tip, long Tokens, Workspace Workspace, DateTimeOffset Dies);
