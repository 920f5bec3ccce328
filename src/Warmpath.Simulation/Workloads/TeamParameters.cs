namespace Warmpath.Simulation.Workloads;

/// <summary>How a team of developers with coding agents works. Durations are seconds, sizes tokens. Medians are of log-normal draws.</summary>
public sealed record TeamParameters
{
    public required int Developers { get; init; }

    public double Hours { get; init; } = 8;

    public string Model { get; init; } = "claude-sonnet";

    /// <summary>Tools and system text, the same for the whole team.</summary>
    public int FrontTokens { get; init; } = 20_000;

    /// <summary>What a project adds: its instructions and environment; each developer has one.</summary>
    public (int Least, int Most) ProjectTokens { get; init; } = (2_000, 5_000);

    public (int Least, int Most) UserTokens { get; init; } = (60, 700);

    /// <summary>A burst is one prompt of the developer and the tool calls that the agent makes of it.</summary>
    public (int Least, int Most) CallsInBurst { get; init; } = (2, 7);

    /// <summary>Between two calls of a burst: a tool runs.</summary>
    public double ToolSeconds { get; init; } = 4;

    public double ToolTokens { get; init; } = 900;

    public double OutputTokens { get; init; } = 180;

    /// <summary>Between two bursts: the developer reads, thinks, meets, eats.</summary>
    public double PauseSeconds { get; init; } = 540;

    /// <summary>Deviation of the pause's logarithm: 1.2 puts a third of the pauses below five minutes at a median of nine.</summary>
    public double PauseSpread { get; init; } = 1.2;

    public double LongestPauseSeconds { get; init; } = 5_400;

    /// <summary>Bursts in one conversation before the developer starts a new one.</summary>
    public (int Least, int Most) BurstsInConversation { get; init; } = (3, 10);

    /// <summary>The agent compacts a conversation whose prompt has grown to this.</summary>
    public int CompactAt { get; init; } = 60_000;

    /// <summary>How likely a burst begins by sending out subagents.</summary>
    public double SubagentChance { get; init; } = 0.08;

    public (int Least, int Most) Subagents { get; init; } = (1, 3);

    public (int Least, int Most) CallsOfSubagent { get; init; } = (2, 6);

    /// <summary>A subagent's own tools and system text, the same for the whole team.</summary>
    public int SubagentFrontTokens { get; init; } = 12_000;

    /// <summary>What the parent tells all subagents that it sends out together, as one marked block; 0 = nothing.</summary>
    public int BriefingTokens { get; init; }
}
