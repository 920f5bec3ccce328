namespace Warmpath.Simulation.Providers;

/// <summary>
/// A model of Anthropic: limits belong to (organization, model class), caches to (organization, workspace, model class), keys are
/// doors to them. The rules are those of <c>simulation.md</c>, "World rules".
/// </summary>
/// <remarks>Deterministic, without a clock of its own: time only enters as <c>now</c>. Not safe for several threads.</remarks>
public sealed class Provider
{
    private readonly Dictionary<string, Organization> _organizations = [];
    private readonly Dictionary<string, (Organization Organization, string Workspace)> _keys = [];

    /// <exception cref="ArgumentException">Two organizations or two keys have one name.</exception>
    public Provider(IEnumerable<OrganizationSpec> organizations, ProviderParameters? parameters = null)
    {
        foreach (var spec in organizations)
        {
            var organization = new Organization(spec, parameters ?? new());
            _organizations.Add(spec.Name, organization);
            foreach (var key in spec.Keys)
            {
                _keys.Add(key.Name, (organization, key.Workspace));
            }
        }
    }

    public IReadOnlyDictionary<string, Organization> Organizations => _organizations;

    /// <returns>An <see cref="Answer"/> or a <see cref="RateRefusal"/>.</returns>
    /// <exception cref="KeyNotFoundException">No organization has this key.</exception>
    public ProviderReply Send(string key, ProviderRequest request, DateTimeOffset now)
    {
        var (organization, workspace) = _keys[key];
        return organization.Send(workspace, request, now);
    }
}
