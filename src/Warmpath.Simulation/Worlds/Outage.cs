namespace Warmpath.Simulation.Worlds;

/// <summary>An organization, or one key of it, answers every request with an error for a while.</summary>
/// <param name="From">From the start of the trace.</param>
/// <param name="Until">Not included.</param>
public sealed record Outage(string Organization, TimeSpan From, TimeSpan Until)
{
    /// <summary>Of an outage in which nothing answers.</summary>
    public const int NoAnswer = 0;

    /// <summary>Null: all keys of the organization.</summary>
    public string? Key { get; init; }

    /// <summary>An error's HTTP status from 401, or <see cref="NoAnswer"/>.</summary>
    public int Status { get; init; } = 529;

    /// <summary>The error comes inside an answer that has begun: headers of success, then an event of the type that the status stands for.</summary>
    public bool Begins { get; init; }

    /// <summary>What the errors say of it; null = nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long an error takes to come; null = as long as other refusals, or as an answer's first byte where it <see cref="Begins"/>.</summary>
    public TimeSpan? Latency { get; init; }

    public bool Strikes(string organization, string key, TimeSpan at) =>
        Organization == organization && (Key is null || Key == key) && From <= at && at < Until;
}
