using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>Which organization of the trace's fleet a key opens. Keys that are switched off are not among them.</summary>
internal sealed class TraceDoors
{
    private readonly Dictionary<string, (string Organization, string Key)> _doors = [];
    private readonly Dictionary<string, string> _subjects = [];

    public TraceDoors(FleetView fleet)
    {
        var keys = fleet.Keys.ToDictionary(key => key.Config.Id);
        foreach (var organization in fleet.Organizations.Where(organization => organization.Keys.Count > 0))
        {
            var name = TraceFleetJson.NameOf(organization, keys);
            foreach (var label in (ReadOnlySpan<string?>)[organization.Id.Id, organization.Id.Name])
            {
                _subjects[label ?? name] = name;
            }

            foreach (var key in organization.Keys.Select(id => keys[id].Config).Where(key => key.Enabled))
            {
                _doors[key.Id.Value] = _doors[key.Name] = (name, key.Name);
            }
        }
    }

    /// <param name="key">An id or a name.</param>
    public (string Organization, string Key)? Find(string key) => _doors.TryGetValue(key, out var door) ? door : null;

    /// <summary>The organization that an event is about; null when it is about something else.</summary>
    public string? OrganizationOf(string subject) => _subjects.GetValueOrDefault(subject);
}
