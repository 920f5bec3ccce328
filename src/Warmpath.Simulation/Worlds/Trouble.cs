namespace Warmpath.Simulation.Worlds;

/// <summary>What an upstream answers instead of serving.</summary>
public record Trouble
{
    /// <summary>The status where nothing answers.</summary>
    public const int NoAnswer = 0;

    /// <summary>An error's HTTP status from 401, or <see cref="NoAnswer"/>.</summary>
    public int Status { get; init; } = 529;

    /// <summary>The error comes inside an answer that has begun: headers of success, then an event of the type that the status stands for.</summary>
    public bool Begins { get; init; }

    /// <summary>What the error says of it; null = nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long the error takes to come; null = as long as other refusals, or as an answer's first byte where it <see cref="Begins"/>.</summary>
    public TimeSpan? Latency { get; init; }
}
