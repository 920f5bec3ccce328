using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Storage;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Sessions;

/// <summary><c>/sessions</c>: lineages, where each lives, its hits, misses and moves with their reasons.</summary>
internal static class SessionEndpoints
{
    private const int MostLineages = 1000;
    private const int MostTurns = 200;

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("sessions");
        sessions.MapGet("", List).WithSummary("Lineages of all sessions, the last served first");
        sessions.MapGet("/{id}", Get).WithSummary("One session: its lineages, and its last requests with their reasons");
    }

    private static async Task<Results<Ok<Page<LineageJson>>, ProblemHttpResult>> List(
        WarmpathStore store, string? after, string? limit, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var count = Paging.Limit(limit, faults);
        var before = Paging.After(after, faults);
        if (before > DateTimeOffset.MaxValue.UtcTicks)
        {
            faults.Add("after", "must be the next of the page before");
        }

        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        DateTimeOffset? servedBefore = before is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        var lineages = await store.ListLineagesAsync(session: null, servedBefore, count, cancellationToken);
        var next = lineages.Count >= count ? lineages[^1].LastAt.UtcTicks.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<LineageJson>([.. lineages.Select(LineageJson.Of)], next));
    }

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> Get(
        string id, WarmpathStore store, CancellationToken cancellationToken)
    {
        var lineages = await store.ListLineagesAsync(id, before: null, MostLineages, cancellationToken);
        if (lineages.Count == 0)
        {
            return Problems.NotFound("session", "/sessions");
        }

        var turns = await store.QueryAsync(new LedgerQuery(Limit: MostTurns, Session: id), cancellationToken);
        return TypedResults.Ok(new SessionJson(
            id, [.. lineages.Select(LineageJson.Of)], [.. turns.Items.Select(TurnJson.Of)], Paging.Next(turns.Next)));
    }
}
