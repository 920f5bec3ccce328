using Warmpath.Routing.Outlines;

namespace Warmpath.Routing.Warmth;

/// <summary>One cache entry that a request wrote or refreshed: what has to be kept for the forecast to survive a restart.</summary>
/// <param name="Tokens">Size of the whole prefix, as estimated.</param>
/// <param name="At">UTC, the start of the request: the age of the entry counts from here.</param>
public readonly record struct WarmTouch(UInt128 Digest, CacheLifetime Lifetime, int Tokens, DateTimeOffset At);
