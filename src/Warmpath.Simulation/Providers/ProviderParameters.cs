using Warmpath.Routing.Outlines;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Providers;

/// <summary>The constants of the provider model; the defaults are the world rules of <c>simulation.md</c>.</summary>
public sealed record ProviderParameters
{
    /// <summary>Capacity of every bucket, as a part of its limit per minute.</summary>
    public double Burst { get; init; } = 1.0;

    /// <summary>Which part of the tokens read from cache counts against the input limit: 0 at Anthropic (providers.md 1.1).</summary>
    public double CountReads { get; init; }

    public OversizePolicy Oversize { get; init; } = OversizePolicy.Debt;

    /// <summary>Prefixes of fewer tokens are not cached, unless the request brings its model's own minimum (providers.md 2.1).</summary>
    public int MinimumCacheTokens { get; init; } = 1024;

    /// <summary>Model classes that have a minimum of their own.</summary>
    public IReadOnlyDictionary<string, int> MinimumCacheTokensByClass { get; init; } = new Dictionary<string, int>();

    /// <summary>How long an entry of five minutes really lives. Gateways go on by what its name says.</summary>
    public TimeSpan FiveMinutesLifetime { get; init; } = CacheLifetime.FiveMinutes.Duration();

    /// <summary>The same of an hour's; no shorter.</summary>
    public TimeSpan OneHourLifetime { get; init; } = CacheLifetime.OneHour.Duration();

    /// <summary>How many blocks a read looks at from each breakpoint, which is itself the first (providers.md 2.1).</summary>
    public int LookBack { get; init; } = 20;

    /// <summary>From the request to the first byte of the answer, whatever the prompt.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>And for each input token that does not come from cache; in seconds, since a <see cref="TimeSpan"/> would round it before it is multiplied.</summary>
    public double LatencyPerTokenSeconds { get; init; } = 25e-6;

    /// <summary>Pace of an answer, tokens per second; infinite = at once.</summary>
    public double OutputTokensPerSecond { get; init; } = 60;

    /// <summary>The smallest prefix of a model class that is cached.</summary>
    public int MinimumOf(string modelClass) => MinimumCacheTokensByClass.GetValueOrDefault(modelClass, MinimumCacheTokens);

    public TimeSpan DurationOf(CacheLifetime lifetime) => lifetime == CacheLifetime.OneHour ? OneHourLifetime : FiveMinutesLifetime;

    /// <summary>From the request to the first byte of the answer.</summary>
    /// <param name="processed">Input tokens that do not come from cache.</param>
    public TimeSpan LatencyOf(long processed) => Latency + Seconds.ToTime(LatencyPerTokenSeconds * processed);

    /// <summary>The same provider, answering <paramref name="factor"/> times as slowly; 0 = at once.</summary>
    public ProviderParameters Slowed(double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        return this with
        {
            Latency = Latency * factor,
            LatencyPerTokenSeconds = LatencyPerTokenSeconds * factor,
            OutputTokensPerSecond = OutputTokensPerSecond / factor,
        };
    }
}
