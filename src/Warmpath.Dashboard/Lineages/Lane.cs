using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Lineages;

/// <summary>One lineage in the picture. Horizontal places are thousandths of the span, vertical ones pixels.</summary>
/// <param name="Middle">Of its height.</param>
/// <param name="Parent">The lane that it branches off from: a subagent's session; null for a main conversation, and where that is not shown.</param>
/// <param name="Start">Where its first shown request begins.</param>
public sealed record Lane(
    LineageSummary Lineage, double Middle, Lane? Parent, double Start, IReadOnlyList<Stay> Stays, IReadOnlyList<Mark> Marks)
{
    public bool IsSubagent => Lineage.Agent is not null;
}

/// <summary>A stretch of a lane that one organization served.</summary>
/// <param name="Organization">Its id; null for requests that nobody answered.</param>
/// <param name="Ticks">SVG path data: a bar for every request as long as it took, neighbours joined.</param>
public sealed record Stay(string? Organization, string? KeyName, double Left, double Right, int Requests, long ReadTokens, long PromptTokens, string Ticks);

/// <summary>Something on a lane that wants an explanation.</summary>
/// <param name="Request">The first of those that the mark stands for.</param>
/// <param name="Count">How many requests it stands for: those too near to one another share one.</param>
public sealed record Mark(MarkKind Kind, double At, LaneRequest Request, int Count);
