using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Shadows;

/// <summary>The fleet as shadows use it: the keys that somebody would list, and the limits that are known of their organizations.</summary>
internal sealed class ShadowFleet
{
    private readonly StableNames _organizations = new();
    private readonly StableNames _workspaces = new();

    /// <summary>In the order in which people added them; empty before the first <see cref="Update"/>.</summary>
    public IReadOnlyList<Door> Doors { get; private set; } = [];

    /// <summary>Every key, those that are out included: what really served must be found.</summary>
    public IReadOnlyDictionary<KeyId, Door> ByKey { get; private set; } = new Dictionary<KeyId, Door>();

    /// <summary>By organization, workspace (null = the whole organization) and model class; an axis that is null is not known, so not limited.</summary>
    public IReadOnlyDictionary<(string Organization, string? Workspace, string ModelClass), LimitSettings> Limits { get; private set; } =
        new Dictionary<(string, string?, string), LimitSettings>();

    /// <param name="order">The keys in the order in which people added them.</param>
    public void Update(FleetView fleet, IReadOnlyList<KeyId> order)
    {
        var doors = new Dictionary<KeyId, Door>(ByKey); // answers of keys that are gone may still come
        var usable = new HashSet<KeyId>();
        foreach (var key in fleet.Keys)
        {
            var upstream = key.Config.BaseUrl;
            var organization = _organizations.Of(
                key.Organization.Id is { } id && key.Organization.Discovered ? $"{upstream} {id}" : null,
                $"{upstream} {key.Config.OrganizationName ?? key.Config.Id.Value}");
            var workspace = _workspaces.Of(
                (key.Workspace.Id ?? key.Config.BoundWorkspaceId) is { } known ? $"{organization} {known}" : null, $"{organization} default");
            doors[key.Config.Id] = new(organization, workspace);
            if (key.Config.Enabled && !key.Config.Draining && key.Status is not (KeyStatus.OutOfCredit or KeyStatus.Invalid))
            {
                usable.Add(key.Config.Id);
            }
        }

        ByKey = doors;
        Limits = LimitsOf(fleet, doors);
        Door[] listed = [.. order.Where(usable.Contains).Select(key => doors[key])];
        Doors = listed.Length > 0 ? listed : Doors; // with every key out, real requests are not answered either
    }

    private static Dictionary<(string, string?, string), LimitSettings> LimitsOf(FleetView fleet, Dictionary<KeyId, Door> doors)
    {
        var workspaces = fleet.Keys.ToLookup(key => key.Workspace.Id ?? "", key => doors[key.Config.Id]);
        var limits = new Dictionary<(string, string?, string), LimitSettings>();
        foreach (var organization in fleet.Organizations.Where(organization => organization.Keys.Count > 0))
        {
            var name = doors[organization.Keys[0]].Organization;
            foreach (var pool in organization.Headroom)
            {
                limits[(name, null, pool.ModelClass)] = Settings(pool);
            }

            foreach (var (id, pool) in organization.Workspaces)
            {
                foreach (var door in workspaces[id ?? ""].Where(door => door.Organization == name))
                {
                    limits[(name, door.Workspace, pool.ModelClass)] = Settings(pool);
                }
            }
        }

        return limits;

        static LimitSettings Settings(HeadroomView pool) => new(pool.Requests?.Limit, pool.InputTokens?.Limit, pool.OutputTokens?.Limit);
    }

    internal sealed record Door(string Organization, string Workspace);
}
