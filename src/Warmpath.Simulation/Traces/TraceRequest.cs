using Warmpath.Routing.Outlines;

namespace Warmpath.Simulation.Traces;

/// <summary>One request of a trace.</summary>
public sealed record TraceRequest
{
    /// <summary>Its 0-based line.</summary>
    public required int Index { get; init; }

    public required string Session { get; init; }

    /// <summary>The linear conversation inside the session; equal to <see cref="Session"/> for the main one.</summary>
    public required string Stream { get; init; }

    public required string User { get; init; }

    public required string Model { get; init; }

    public required string ModelClass { get; init; }

    /// <summary>From the start of the trace: when it arrives, or the earliest that it may; null when only others' ends count.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>Between the last end that it waits for and its issue; 0 and up.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>The requests, all of earlier lines, whose ends it waits for; empty in an open loop.</summary>
    public required IReadOnlyList<int> After { get; init; }

    /// <summary>True when <see cref="After"/> was given, false when it is the stream's previous request.</summary>
    public bool Forks { get; init; }

    /// <summary>The whole prompt.</summary>
    public required Prefix Prompt { get; init; }

    /// <summary>Ascending, at most four.</summary>
    public required Breakpoint[] Breakpoints { get; init; }

    public required int OutputTokens { get; init; }

    /// <summary>How long its answer took to begin and to end, as it was recorded, and takes whoever gives it; null = as the world's parameters say.</summary>
    public (TimeSpan FirstByte, TimeSpan Whole)? Took { get; init; }

    /// <summary>What its attempts met when it was recorded, in their order; empty = whatever goes on where it is sent.</summary>
    public IReadOnlyList<Met> Met { get; init; } = [];

    /// <summary>What one of its attempts at an organization met; null where as many were not recorded there.</summary>
    /// <param name="before">How often it was sent there already.</param>
    public Met? MetAt(string organization, int before) => Met.Where(met => met.Organization == organization).ElementAtOrDefault(before);
}
