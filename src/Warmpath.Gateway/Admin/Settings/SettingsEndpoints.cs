using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Settings;
using Warmpath.Routing.Policies;
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
        JsonBody body, LiveSettings settings, EventJournal journal, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var faults = new Faults();
        await settings.ChangeAsync(Apply, cancellationToken);
        if (faults.Any)
        {
            return Problems.Invalid(faults);
        }

        journal.Done("settings_changed", "settings", "The settings were changed.");
        return TypedResults.Ok(settings.Current);

        GatewaySettings? Apply(GatewaySettings current)
        {
            var next = body.Over(current, faults);
            if (next is not null)
            {
                Check(next, faults);
            }

            return faults.Any ? null : next;
        }
    }

    private static void Check(GatewaySettings settings, Faults faults)
    {
        foreach (var property in typeof(GatewaySettings).GetProperties())
        {
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(property.GetValue(settings)))
            {
                faults.Add(JsonNamingPolicy.CamelCase.ConvertName(property.Name), $"must be from {range.Minimum} to {range.Maximum}");
            }
        }

        if (!RoutingPolicies.Live.Contains(settings.Policy))
        {
            faults.Add("policy", $"must be one of {string.Join(", ", RoutingPolicies.Live)}");
        }

        if (settings.AllowedHosts is null || settings.AllowedHosts.Count > 100
            || settings.AllowedHosts.Any(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
        {
            faults.Add("allowedHosts", "must be up to 100 host names or addresses");
        }
    }
}
