using Warmpath.Routing.Warmth;

namespace Warmpath.Routing.Fleet;

/// <summary>The keys, and the organizations and workspaces that they turn out to open.</summary>
internal sealed class KeyRoster(WarmthIndex warmth)
{
    private readonly Dictionary<KeyId, KeyState> _keys = [];
    private readonly Dictionary<string, Organization> _organizations = [];
    private readonly Dictionary<string, Workspace> _workspaces = [];

    public IReadOnlyCollection<KeyState> Keys => _keys.Values;

    public IReadOnlyCollection<Organization> Organizations => _organizations.Values;

    public KeyState? Find(KeyId id) => _keys.GetValueOrDefault(id);

    /// <summary>The workspace that made something, as long as a key opens it; null when none does.</summary>
    public Workspace? WorkspaceOf(Maker maker)
    {
        Workspace? found = null;
        foreach (var key in _keys.Values)
        {
            if (maker.IsSame(Maker.Of(key.Config)))
            {
                if (key.Config.Enabled)
                {
                    return key.Workspace;
                }

                found ??= key.Workspace;
            }
        }

        return found;
    }

    /// <summary>Adds a key or replaces its configuration. A changed door (upstream, pools) is a new key to routing.</summary>
    public KeyState Set(KeyConfig config, DateTimeOffset now)
    {
        if (_keys.TryGetValue(config.Id, out var known))
        {
            if (known.Config.BaseUrl == config.BaseUrl && known.Config.BoundWorkspaceId == config.BoundWorkspaceId
                && known.Config.OrganizationName == config.OrganizationName
                && (config.DiscoveredOrganizationId is not null || known.Config.DiscoveredOrganizationId is null))
            {
                known.Config = config;
                Place(known, now);
                return known;
            }

            Remove(config.Id, now);
        }

        var (organization, workspace) = PoolsOf(config);
        var key = new KeyState(config, organization, workspace);
        _keys.Add(config.Id, key);
        organization.Add(key);
        organization.Reconfigure(now);
        return key;
    }

    public void Remove(KeyId id, DateTimeOffset now)
    {
        if (_keys.Remove(id, out var key))
        {
            key.Present = false;
            Leave(key, now);
        }
    }

    /// <summary>A response named the key's pools.</summary>
    /// <returns>True when that was news.</returns>
    public bool Discover(KeyState key, string? organizationId, string? workspaceId, DateTimeOffset now)
    {
        organizationId ??= key.Config.DiscoveredOrganizationId;
        workspaceId ??= key.Config.DiscoveredWorkspaceId;
        if (!key.Present || (organizationId == key.Config.DiscoveredOrganizationId && workspaceId == key.Config.DiscoveredWorkspaceId))
        {
            return false;
        }

        key.Config = key.Config with { DiscoveredOrganizationId = organizationId, DiscoveredWorkspaceId = workspaceId };
        Place(key, now);
        return true;
    }

    // Moves the key to the pools that its configuration now names.
    private void Place(KeyState key, DateTimeOffset now)
    {
        var address = AddressOf(key.Config);
        if (key.Organization is { Discovered: false, Keys.Count: 1 } provisional && !_organizations.ContainsKey(address))
        {
            // It was this key's alone, and nobody knows the real one yet: what it has used of its limits, and its troubles, are those of the real one.
            _organizations.Remove(provisional.Address);
            provisional.Identify(address, key.Config.DiscoveredOrganizationId);
            _organizations.Add(address, provisional);
            var workspaceAddress = AddressOf(address, key.Config);
            if (!_workspaces.ContainsKey(workspaceAddress)) // one that a removed key opened may still be warm
            {
                _workspaces.Remove(key.Workspace.Address);
                key.Workspace.Identify(workspaceAddress, WorkspaceOf(key.Config), key.Config.DiscoveredWorkspaceId is not null);
                _workspaces.Add(workspaceAddress, key.Workspace);
            }
        }

        var (organization, workspace) = PoolsOf(key.Config);
        if (workspace != key.Workspace)
        {
            var left = key.Workspace;
            key.Workspace = workspace;
            if (_keys.Values.All(other => other.Workspace != left))
            {
                // The provisional workspace was this key's alone: what it warmed is warm in the real one.
                warmth.Rebind(left, workspace);
                _workspaces.Remove(left.Address);
            }
        }

        if (organization != key.Organization)
        {
            Leave(key, now);
            key.Organization = organization;
            organization.Add(key);
        }

        organization.Reconfigure(now);
    }

    private void Leave(KeyState key, DateTimeOffset now)
    {
        key.Organization.Remove(key);
        if (key.Organization.Keys.Count == 0)
        {
            _organizations.Remove(key.Organization.Address);
        }
        else
        {
            key.Organization.Reconfigure(now);
        }
    }

    private (Organization Organization, Workspace Workspace) PoolsOf(KeyConfig config)
    {
        var organizationAddress = AddressOf(config);
        if (!_organizations.TryGetValue(organizationAddress, out var organization))
        {
            organization = new Organization(organizationAddress, config.DiscoveredOrganizationId);
            _organizations.Add(organizationAddress, organization);
        }

        organization.Name ??= config.OrganizationName;

        var workspaceAddress = AddressOf(organizationAddress, config);
        if (!_workspaces.TryGetValue(workspaceAddress, out var workspace))
        {
            workspace = new Workspace(workspaceAddress, WorkspaceOf(config), config.DiscoveredWorkspaceId is not null);
            _workspaces.Add(workspaceAddress, workspace);
        }

        return (organization, workspace);
    }

    private static string AddressOf(KeyConfig config) =>
        config.DiscoveredOrganizationId is { } id ? $"{config.BaseUrl} id {id}"
        : config.OrganizationName is { } name ? $"{config.BaseUrl} name {name}"
        : $"{config.BaseUrl} key {config.Id}";

    private static string AddressOf(string organization, KeyConfig config) =>
        WorkspaceOf(config) is { } id ? $"{organization} workspace {id}" : $"{organization} key {config.Id}";

    private static string? WorkspaceOf(KeyConfig config) => config.DiscoveredWorkspaceId ?? config.BoundWorkspaceId;
}
