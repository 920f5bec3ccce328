namespace Warmpath.Routing;

/// <summary>Tokens of one answer as the provider counted them (providers.md 2.5). The prompt's size is the sum of all but output.</summary>
/// <param name="Input">Input tokens neither written to nor read from cache.</param>
public readonly record struct Usage(long Input, long CacheWrite5m, long CacheWrite1h, long CacheRead, long Output)
{
    public long CacheWrite => CacheWrite5m + CacheWrite1h;

    public long Prompt => Input + CacheWrite5m + CacheWrite1h + CacheRead;
}
