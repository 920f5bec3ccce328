using Warmpath.Routing.Deciding;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Fleet;

/// <summary>Copies the fleet's state into the views that people read.</summary>
internal static class FleetViews
{
    public static FleetView Of(RoutingState state, DateTimeOffset now) => new()
    {
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
            key.BlockedModels(now), [.. Ordered(key.Organization).Select(limits => limits.Of(key.Workspace).View(now))], key.InFlight);
    }

    private static OrganizationView Of(Organization organization, DateTimeOffset now) => new(
        Id(organization),
        [.. organization.Keys.OrderBy(key => key.Config.Name, StringComparer.Ordinal).Select(key => key.Config.Id)],
        [.. Ordered(organization).Select(limits => limits.Whole.View(now))],
        organization.LineagesAtHome,
        organization.Limits.Sum(limits => limits.Whole.Line.Count + limits.Workspaces.Sum(pool => pool.Line.Count)),
        [.. Ordered(organization).SelectMany(limits => limits.Workspaces)
            .Select(pool => new WorkspaceHeadroom(pool.Workspace?.Id, pool.View(now)))
            .OrderBy(own => own.Workspace, StringComparer.Ordinal)]);

    private static PoolId Id(Organization organization) => new(organization.Id, organization.Name, organization.Discovered);

    private static IEnumerable<ClassLimits> Ordered(Organization organization) =>
        organization.Limits.OrderBy(limits => limits.ModelClass, StringComparer.Ordinal);
}
