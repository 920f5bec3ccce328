using Warmpath.Simulation.Reports;

namespace Warmpath.Simulation.Checking;

/// <summary>What a decision log comes to by the rules of simulation.md.</summary>
public sealed record CheckResult
{
    public required long Read { get; init; }

    /// <summary>Input tokens of answered requests; pings not counted.</summary>
    public required long Prompt { get; init; }

    public double HitRate => Prompt == 0 ? 0 : (double)Read / Prompt;

    /// <summary>$, pings included.</summary>
    public required double InputCost { get; init; }

    public required int Answered { get; init; }

    public required long Upstream429s { get; init; }

    public required long Client429s { get; init; }

    /// <summary>Seconds.</summary>
    public required double TotalWait { get; init; }

    public required int DifferenceCount { get; init; }

    /// <summary>Where the log and the rules differ, each in a sentence; the first hundred.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    public string ToJson() => ReportJson.Of(this);
}
