using Warmpath.Routing.Deciding;

namespace Warmpath.Routing.Fleet;

/// <summary>Copies the fleet's state into the views that people read.</summary>
internal static class FleetViews
{
    public static FleetView Of(RoutingState state, DateTimeOffset now) => new()
    {
        At = now,
        Keys = [.. state.Roster.Keys.OrderBy(key => key.Config.Name, StringComparer.Ordinal).Select(key => Of(key, now))],
        Organizations = [.. state.Roster.Organizations.OrderBy(o => o.Label, StringComparer.Ordinal).Select(o => Of(o, now))],
        Waiting = state.Waiting.Count,
        OldestWait = state.Waiting.OldestSince is { } since && since < now ? now - since : TimeSpan.Zero,
        Lineages = state.Lineages.All.Count(lineage => lineage.Workspace is not null),
        Forecast = state.ForecastErrors.View(),
        TokenEstimates = state.Calibration.View(),
    };

    private static KeyView Of(KeyState key, DateTimeOffset now)
    {
        var (status, reason, until) = key.Status(now);
        return new(
            key.Config, Id(key.Organization), new PoolId(key.Workspace.Id, null, key.Workspace.Discovered), status, reason, until,
            key.BlockedModels(now), Headroom(key.Organization, now), key.InFlight);
    }

    private static OrganizationView Of(Organization organization, DateTimeOffset now) => new(
        Id(organization),
        [.. organization.Keys.OrderBy(key => key.Config.Name, StringComparer.Ordinal).Select(key => key.Config.Id)],
        Headroom(organization, now),
        organization.LineagesAtHome,
        organization.Pools.Sum(pool => pool.Line.Count));

    private static PoolId Id(Organization organization) => new(organization.Id, organization.Name, organization.Discovered);

    private static IReadOnlyList<HeadroomView> Headroom(Organization organization, DateTimeOffset now) =>
        [.. organization.Pools.OrderBy(pool => pool.ModelClass, StringComparer.Ordinal).Select(pool => pool.View(now))];
}
