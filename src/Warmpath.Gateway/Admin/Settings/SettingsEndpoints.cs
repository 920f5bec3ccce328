using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Settings;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Admin.Settings;

/// <summary><c>/settings</c>: what people set while the gateway runs.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("settings");
        settings.MapGet("", Get).WithSummary("The settings in force");
        settings.MapPatch("", Change).WithSummary("Changes what is given; null returns a setting to its default").Takes<GatewaySettings>();
    }

    private static Ok<GatewaySettings> Get(LiveSettings settings) => TypedResults.Ok(settings.Current);

    private static async Task<Results<Ok<GatewaySettings>, ProblemHttpResult>> Change(
        JsonBody body, SettingsOperations settings, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var changed = await settings.ChangeAsync(body.Over, AdminAuthentication.Person, cancellationToken);
        return changed is { Value: { } current } ? TypedResults.Ok(current) : Problems.Invalid(changed.Faults!); // settings are always there
    }
}
