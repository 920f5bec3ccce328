using Warmpath.Dashboard.Requests;
using Warmpath.Dashboard.Shell;
using Warmpath.Gateway.Admin;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Lineages;

/// <summary>What the picture says in words.</summary>
internal static class LaneWords
{
    /// <summary>Short enough for a label: whose conversation, and the beginning of its id.</summary>
    public static string Label(LineageSummary lineage, string client) => lineage.Agent is { } agent
        ? $"subagent {Plain.Line(Short(agent))}"
        : $"{Plain.Line(client)} · {Plain.Line(Short(lineage.Session ?? lineage.Lineage.Split('/')[^1]))}";

    /// <summary>The same where room is dear: a subagent stands below its session anyway.</summary>
    public static string Brief(LineageSummary lineage, string client) =>
        lineage.Agent is { } agent ? $"↳ {Plain.Line(Short(agent))}" : Label(lineage, client);

    /// <summary>Where more is said of it: the session's page, or for a conversation without a session its requests.</summary>
    public static string Page(LineageSummary lineage) => lineage.Session is { } session
        ? $"/sessions/{Uri.EscapeDataString(session)}"
        : $"/requests?lineage={Uri.EscapeDataString(lineage.Lineage)}";

    /// <summary>The first eight characters.</summary>
    public static string Short(string id) => id.TrimStart('~') is { Length: > 8 } whole ? whole[..8] : id;

    public static string Of(Stay stay, string organization) =>
        $"{organization}{(stay.KeyName is { } key ? $", last by {Plain.Line(key)}" : "")}: {Plain.Many(stay.Requests, "request")}, "
        + (stay.PromptTokens > 0 ? $"{Plain.Percent((double)stay.ReadTokens / stay.PromptTokens)} read from cache" : "no tokens counted");

    public static string Of(Mark mark)
    {
        var request = mark.Request;
        var what = mark.Kind switch
        {
            MarkKind.Wait => $"held for {Plain.Span(TimeSpan.FromMilliseconds(request.WaitMilliseconds))}",
            MarkKind.Move => $"moved to {Plain.Line(request.KeyName)}",
            MarkKind.Miss => $"paid {Plain.Count(request.Miss?.Tokens ?? 0)} cached tokens anew, {MissWords.Short(request.Miss!.Value.Cause)}", // such a mark has one
            _ => RequestWords.Ending(request.End),
        };
        return $"{Clock.Time(request.At)}: {what}{(mark.Count > 1 ? $", and {mark.Count - 1} more like it" : "")}";
    }
}
