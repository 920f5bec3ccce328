namespace Warmpath.Routing.Outlines;

/// <summary>How long a cache entry lives after the start of the request that last touched it (providers.md 2.1).</summary>
public enum CacheLifetime : byte
{
    FiveMinutes,
    OneHour,
}

/// <summary>What the lifetimes are in time.</summary>
public static class CacheLifetimes
{
    public static TimeSpan Duration(this CacheLifetime lifetime) =>
        lifetime == CacheLifetime.OneHour ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5);
}
