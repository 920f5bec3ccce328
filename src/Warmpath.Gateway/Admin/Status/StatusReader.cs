using System.Reflection;
using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Status;

/// <summary>Reads the first screen: one look at the fleet, and sums that store and memory keep ready.</summary>
public sealed class StatusReader(
    KeyRing ring, Router router, WarmpathStore store, CounterfactualReader counterfactual, DayTraffic day, RecentTraffic recent, TrafficFeed traffic,
    TimeProvider time)
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
        var hour = KeyHourTotals.HourOf(now);
        var hours = await day.ReadAsync(now, cancellationToken);
        var today = hours.Where(sums => sums.Hour >= midnight).ToList();
        var minutes = recent.Read();
        return new StatusJson(
            Version, now, (long)(now - _startedAt).TotalSeconds, keys, Organizations(fleet, stored, today, minutes), Attention(keys), fleet.Waiting,
            fleet.OldestWait.TotalSeconds, fleet.Lineages, TrafficJson.Of(Sum(today)),
            TrafficJson.Of(Sum(hours.Where(sums => sums.Hour >= hour.AddHours(-1)))),
            [.. minutes.Select(minute => TrafficPoint.Of(minute.At, minute.ByKey.Select(sums => sums.Value).Aggregate(default(LedgerTotals), (a, b) => a + b)))],
            [.. Enumerable.Range(-24, 25).Select(back => hour.AddHours(back)).Select(at => TrafficPoint.Of(at, Sum(hours.Where(sums => sums.Hour == at))))],
            new CounterfactualStatusJson(
                await counterfactual.SumAsync(midnight, now, cancellationToken),
                await counterfactual.SumAsync(hour.AddHours(-1), now, cancellationToken), traffic.Skipped),
            fleet.Forecast, fleet.TokenEstimates, store.LedgerHealth);
    }

    private static LedgerTotals Sum(IEnumerable<KeyHourTotals> sums) => sums.Aggregate(default(LedgerTotals), (sum, next) => sum + next.Totals);

    private static List<OrganizationJson> Organizations(
        FleetView fleet, Dictionary<KeyId, StoredKey> stored, IReadOnlyList<KeyHourTotals> today, IReadOnlyList<RecentTraffic.Minute> minutes)
    {
        var names = fleet.Keys.ToDictionary(view => view.Config.Id, view => view.Config.Name);
        var ofKey = fleet.Organizations.SelectMany((organization, index) => organization.Keys.Select(key => (key.Value, index)))
            .ToDictionary(pair => pair.Value, pair => pair.index);
        var sums = today.Where(hour => hour.Key is not null && ofKey.ContainsKey(hour.Key)).ToLookup(hour => ofKey[hour.Key!]); // not null: filtered
        var number = fleet.Organizations
            .OrderBy(organization => organization.Keys.Min(key => stored.TryGetValue(key, out var known) ? known.CreatedAt : DateTimeOffset.MaxValue))
            .Select((organization, place) => (organization, place)).ToDictionary(pair => pair.organization, pair => pair.place);
        var requests = RequestsPerMinute(minutes, ofKey, fleet.Organizations.Count);
        return [.. fleet.Organizations.Select((organization, index) => new OrganizationJson(
            number[organization], organization.Id.Id, organization.Id.Name, organization.Id.Discovered,
            [.. organization.Keys.Select(key => names.GetValueOrDefault(key, key.Value))],
            HeadroomJson.ByClass(organization.Headroom),
            [.. organization.Workspaces.GroupBy(own => own.Workspace)
                .Select(own => new WorkspaceLimitsJson(own.Key, HeadroomJson.ByClass(own.Select(each => each.Headroom))))],
            organization.LineagesAtHome, organization.Waiting,
            TrafficJson.Of(Sum(sums[index])), requests[index]))];
    }

    private static long[][] RequestsPerMinute(IReadOnlyList<RecentTraffic.Minute> minutes, Dictionary<string, int> organizationOf, int organizations)
    {
        var requests = new long[organizations][];
        for (var index = 0; index < organizations; index++)
        {
            requests[index] = new long[minutes.Count];
        }

        for (var minute = 0; minute < minutes.Count; minute++)
        {
            foreach (var (key, sums) in minutes[minute].ByKey)
            {
                if (organizationOf.TryGetValue(key, out var index))
                {
                    requests[index][minute] += sums.Requests;
                }
            }
        }

        return requests;
    }

    private static List<AttentionJson> Attention(IEnumerable<KeyJson> keys) =>
        [.. keys.Where(key => Cures.Of(key.State) is not null)
            .Select(key => new AttentionJson(key.Id, key.Name, key.State, key.StateReason, Cures.Of(key.State)!))];
}
