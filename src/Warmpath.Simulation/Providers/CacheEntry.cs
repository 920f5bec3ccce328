using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Providers;

/// <summary>A cached prefix: live from its write on, readable once the writing response has begun.</summary>
internal sealed class CacheEntry
{
    public DateTimeOffset ReadableFrom { get; set; }

    /// <summary>The last instant at which it is live.</summary>
    public DateTimeOffset Dies { get; set; }

    public CacheLifetime Lifetime { get; set; }

    public bool LiveAt(DateTimeOffset now) => now <= Dies;

    public bool ReadableAt(DateTimeOffset now) => ReadableFrom <= now && now <= Dies;

    /// <summary>Age counts from the start of the request that touches it, however long its answer takes (providers.md 2.1).</summary>
    /// <param name="lives">How long entries of its lifetime do.</param>
    public void Refresh(DateTimeOffset start, TimeSpan lives) => Dies = start + lives;
}
