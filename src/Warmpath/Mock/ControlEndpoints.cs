using System.Text.Json;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Mock.Requests;

namespace Warmpath.Mock;

/// <summary>The mock's own calls, without a key: what goes wrong (<c>/mock/faults</c>), what has come (<c>/mock/requests</c>).</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes, FaultList faults, RequestLog requests)
    {
        routes.MapGet("/mock/faults", () => List(faults));
        routes.MapPost("/mock/faults", async (HttpRequest request) =>
        {
            try
            {
                faults.Add((await request.ReadFromJsonAsync<Fault>(MockJson.Control))!);
                return List(faults);
            }
            catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        routes.MapDelete("/mock/faults", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
        routes.MapGet("/mock/requests", (long? after) => Results.Json(new { items = requests.List(after ?? 0) }, MockJson.Control));
    }

    private static IResult List(FaultList faults) => Results.Json(new { items = faults.List(), known = FaultName.All }, MockJson.Control);
}
