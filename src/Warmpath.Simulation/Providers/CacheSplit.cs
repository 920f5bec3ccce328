namespace Warmpath.Simulation.Providers;

/// <summary>How a prompt falls into read, written and fresh tokens. The parts sum to the prompt.</summary>
internal readonly record struct CacheSplit
{
    /// <summary>The block that ends the prefix read; -1 when nothing is read.</summary>
    public required int ReadBlock { get; init; }

    /// <summary>Index of the first breakpoint whose prefix is long enough to be cached; the number of breakpoints when none is.</summary>
    public required int FirstBreakpoint { get; init; }

    public required long Read { get; init; }

    public required long Write5m { get; init; }

    public required long Write1h { get; init; }

    public required long Fresh { get; init; }

    /// <summary>What the provider has to work through: all that does not come from cache.</summary>
    public long Processed => Write5m + Write1h + Fresh;
}
