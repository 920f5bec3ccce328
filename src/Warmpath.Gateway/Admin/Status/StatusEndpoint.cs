using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Warmpath.Gateway.Admin.Status;

/// <summary><c>/status</c>: everything on the first screen.</summary>
internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder api) =>
        api.MapGet("/status", Get).WithTags("status").WithSummary("Everything on the first screen");

    private static async Task<Ok<StatusJson>> Get(StatusReader status, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.ReadAsync(cancellationToken));
}
