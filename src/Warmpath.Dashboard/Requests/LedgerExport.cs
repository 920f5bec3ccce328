using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warmpath.Dashboard.SignIn;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Admin.Requests;
using Warmpath.Gateway.Clients;
using Warmpath.Storage;

namespace Warmpath.Dashboard.Requests;

/// <summary><c>GET /requests.csv</c>: what the page of requests shows, as a file for spreadsheets.</summary>
internal static class LedgerExport
{
    private const int MostRows = 100_000;
    private const int PageRows = 1000;

    public static void MapLedgerExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/requests.csv", WriteAsync).ExcludeFromDescription().RequireAuthorization(Sessions.Scheme);

    private static async Task WriteAsync(HttpContext http, WarmpathStore store, ClientDirectory clients, [AsParameters] LedgerFilters filters)
    {
        var faults = new Faults();
        var query = filters.Read(faults) with { Limit = PageRows };
        if (faults.Any)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"warmpath-requests.csv\"";
        await http.Response.WriteAsync(LedgerCsv.Header, http.RequestAborted);
        var names = new ClientNames(clients);
        for (var (written, after) = (0, query.After); written < MostRows;)
        {
            var page = await store.QueryAsync(query with { After = after }, http.RequestAborted);
            var rows = new StringBuilder();
            LedgerCsv.Append(rows, page.Items, names);
            await http.Response.WriteAsync(rows.ToString(), http.RequestAborted);
            written += page.Items.Count;
            if ((after = page.Next) is null)
            {
                return;
            }
        }
    }
}
