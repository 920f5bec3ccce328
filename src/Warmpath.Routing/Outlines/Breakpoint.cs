namespace Warmpath.Routing.Outlines;

/// <summary>A <c>cache_control</c> marker: the provider writes a cache entry for the prefix that ends with this block.</summary>
/// <param name="Block">Index into <see cref="Outline.Blocks"/>.</param>
/// <param name="MarkerStart">Where the value of <c>cache_control</c>, an object, begins in the body; 0 when the outline comes from no body.</param>
/// <param name="MarkerLength">Bytes of that value; 0 for automatic caching's own breakpoint and when the outline comes from no body.</param>
/// <param name="IsExplicit">The marker names its lifetime: the gateway leaves it alone.</param>
public readonly record struct Breakpoint(
    int Block, CacheLifetime Lifetime, int MarkerStart = 0, int MarkerLength = 0, bool IsExplicit = false);
