using System.Reflection;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Keys;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;

namespace Warmpath.Gateway.Admin.Status;

/// <summary>Reads the first screen: one look at the fleet, and sums that the store keeps ready.</summary>
public sealed class StatusReader(KeyRing ring, Router router, WarmpathStore store, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public static string Version { get; } =
        typeof(StatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public async Task<StatusJson> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fleet = router.View(now);
        var stored = ring.All.ToDictionary(key => key.Config.Id);
        var keys = fleet.Keys.Where(view => stored.ContainsKey(view.Config.Id))
            .Select(view => KeyJson.Of(stored[view.Config.Id], view)).ToList();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var hour = midnight.AddHours(now.UtcDateTime.Hour);
        return new StatusJson(
            Version, now, (long)(now - _startedAt).TotalSeconds, keys, Organizations(fleet), Attention(keys), fleet.Waiting,
            fleet.OldestWait.TotalSeconds, fleet.Lineages, TrafficJson.Of(await store.SumAsync(midnight, now, cancellationToken)),
            TrafficJson.Of(await store.SumAsync(hour.AddHours(-1), now, cancellationToken)), fleet.Forecast, fleet.TokenEstimates,
            store.LedgerHealth);
    }

    private static List<OrganizationJson> Organizations(FleetView fleet)
    {
        var names = fleet.Keys.ToDictionary(view => view.Config.Id, view => view.Config.Name);
        return [.. fleet.Organizations.Select(organization => new OrganizationJson(
            organization.Id.Id, organization.Id.Name, organization.Id.Discovered,
            [.. organization.Keys.Select(key => names.GetValueOrDefault(key, key.Value))],
            HeadroomJson.ByClass(organization.Headroom), organization.LineagesAtHome, organization.Waiting))];
    }

    private static List<AttentionJson> Attention(IEnumerable<KeyJson> keys) =>
        [.. keys.Where(key => Cures.Of(key.State) is not null)
            .Select(key => new AttentionJson(key.Id, key.Name, key.State, key.StateReason, Cures.Of(key.State)!))];
}
