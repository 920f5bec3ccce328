using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>A request as a line of a trace gives it, before the trace's rules are applied.</summary>
public sealed record TraceDraft
{
    public required string Session { get; init; }

    /// <summary>Null = the session's main conversation.</summary>
    public string? Stream { get; init; }

    public required string User { get; init; }

    public required string Model { get; init; }

    /// <summary>From the start of the trace.</summary>
    public TimeSpan? At { get; init; }

    public TimeSpan? Think { get; init; }

    /// <summary>Null = the previous request of the stream, where <see cref="Think"/> is given.</summary>
    public IReadOnlyList<int>? After { get; init; }

    public required Prefix Prompt { get; init; }

    /// <summary>In any order.</summary>
    public IReadOnlyList<Breakpoint> Breakpoints { get; init; } = [];

    public required int OutputTokens { get; init; }

    /// <inheritdoc cref="TraceRequest.Took"/>
    public (TimeSpan FirstByte, TimeSpan Whole)? Took { get; init; }

    /// <inheritdoc cref="TraceRequest.Met"/>
    public IReadOnlyList<Met> Met { get; init; } = [];
}
