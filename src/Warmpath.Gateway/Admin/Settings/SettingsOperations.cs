using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Settings;
using Warmpath.Routing.Policies;
using Warmpath.Storage.Settings;

namespace Warmpath.Gateway.Admin.Settings;

/// <summary>How people change the settings: checked, kept, put in force, and written down with who did it.</summary>
public sealed class SettingsOperations(LiveSettings settings, EventJournal journal)
{
    /// <param name="edit">From the settings as they are to what they shall be; null with faults refuses. Runs while other changes wait.</param>
    /// <param name="by">Who does it, for the events.</param>
    public async Task<Outcome<GatewaySettings>> ChangeAsync(
        Func<GatewaySettings, Faults, GatewaySettings?> edit, string by, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        string? changes = null;
        await settings.ChangeAsync(Apply, cancellationToken);
        if (faults.Any)
        {
            return Outcome.Invalid<GatewaySettings>(faults);
        }

        if (changes is not null)
        {
            journal.Done("settings_changed", "settings", $"The settings were changed: {changes}.", by);
        }

        return Outcome.Done(settings.Current);

        GatewaySettings? Apply(GatewaySettings current)
        {
            var next = edit(current, faults);
            if (next is not null)
            {
                Check(next, faults);
                changes = Changes.Between(current, next);
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
