using Warmpath.Mock.Accounts;
using Warmpath.Mock.Faults;
using Warmpath.Mock.Http;
using Warmpath.Mock.Requests;

namespace Warmpath.Mock;

/// <summary>The mock's own calls, without a key: what goes wrong (<c>/mock/faults</c>), what has come (<c>/mock/requests</c>).</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes, IReadOnlyList<MockKey> keys, FaultList faults, RequestLog requests)
    {
        routes.MapGet("/mock/faults", () => List(faults));
        routes.MapPost("/mock/faults", async (HttpRequest request) =>
        {
            try
            {
                var fault = await FaultBody.ReadAsync(request);
                CheckWhom(fault, keys);
                faults.Add(fault);
                return List(faults);
            }
            catch (ArgumentException e)
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

    // A fault for nobody would be played to nobody, and look like a gateway that bears it.
    private static void CheckWhom(Fault fault, IReadOnlyList<MockKey> keys)
    {
        if (fault.Organization is { } organization && !keys.Any(key => key.Organization.Name == organization || key.OrganizationId == organization))
        {
            throw new ArgumentException($"There is no organization '{organization}'. There are: {string.Join(", ", keys.Select(key => key.Organization.Name).Distinct())}.");
        }

        if (fault.Key is { } named && !keys.Any(key => key.Name == named || key.Secret == named))
        {
            throw new ArgumentException($"There is no key '{named}'. There are: {string.Join(", ", keys.Select(key => key.Name))}.");
        }
    }

    private static IResult List(FaultList faults) => Results.Json(new { items = faults.List(), known = FaultName.All }, MockJson.Control);
}
