using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Events;
using Warmpath.Storage;
using Warmpath.Storage.Events;

namespace Warmpath.Gateway.Admin.Events;

/// <summary><c>/events</c>: what happened to the fleet, and what people did to it, newest first.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", List).WithTags("events").WithSummary("What happened to the fleet and who changed what, newest first");

    private static async Task<Results<Ok<Page<StoredEvent>>, ProblemHttpResult>> List(
        WarmpathStore store, string? after, string? limit, [FromQuery] string[]? kind = null, CancellationToken cancellationToken = default)
    {
        var faults = new Faults();
        var count = Paging.Limit(limit, faults);
        var cursor = Paging.After(after, faults);
        if (kind?.Any(word => !EventKinds.All.Contains(word)) == true)
        {
            faults.Add("kind", $"must be one of {string.Join(", ", EventKinds.All)}");
        }

        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        var events = await store.ListEventsAsync(cursor, count, cancellationToken, kind);
        return TypedResults.Ok(new Page<StoredEvent>(events, events.Count == count ? Paging.Next(events[^1].Id) : null));
    }
}
