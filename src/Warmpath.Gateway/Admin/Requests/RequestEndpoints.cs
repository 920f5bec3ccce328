using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary><c>/requests</c>: the ledger, the last to end first.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/requests").WithTags("requests");
        requests.MapGet("", List).WithSummary("The ledger, the last to end first; text/csv by Accept")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        requests.MapGet("/{id}", Get).WithSummary("One request, by its x-warmpath-request-id");
    }

    private static async Task<Results<Ok<Page<RequestJson>>, ContentHttpResult, ProblemHttpResult>> List(
        HttpRequest request, HttpResponse response, WarmpathStore store, ClientDirectory clients, [AsParameters] LedgerFilters filters,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var query = filters.Read(faults);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        var page = await store.QueryAsync(query, cancellationToken);
        var names = new ClientNames(clients);
        if (!WantsCsv(request))
        {
            return TypedResults.Ok(new Page<RequestJson>([.. page.Items.Select(row => RequestJson.Of(row, names))], Paging.Next(page.Next)));
        }

        if (page.Next is not null)
        {
            // CSV has no place for the cursor of the next page.
            response.Headers.Link = $"<{AdminApi.Root}/requests{(filters with { After = Paging.Next(page.Next) }).ToQueryString()}>; rel=\"next\"";
        }

        return TypedResults.Content(LedgerCsv.Write(page.Items, names), "text/csv; charset=utf-8");
    }

    private static async Task<Results<Ok<RequestJson>, ProblemHttpResult>> Get(
        string id, WarmpathStore store, ClientDirectory clients, CancellationToken cancellationToken) =>
        await store.FindRequestAsync(id, cancellationToken) is { } row
            ? TypedResults.Ok(RequestJson.Of(row, new ClientNames(clients)))
            : Problems.NotFound("request", "/requests");

    /// <summary>True when <c>Accept</c> prefers CSV to JSON; JSON where both or neither are wanted.</summary>
    private static bool WantsCsv(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Weight("text/csv") > Weight("application/json");

        double Weight(string type) => accepted
            .Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range))
            .Select(range => (Exact: range.MediaType == type, Quality: range.Quality ?? 1))
            .OrderByDescending(range => range.Exact).Select(range => range.Quality).FirstOrDefault();
    }
}
