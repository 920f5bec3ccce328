using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Shadows;

/// <summary>One shadow's providers: the model of <c>simulate</c>, its organizations made as they are met.</summary>
internal sealed class ShadowProvider(ShadowFleet fleet)
{
    private static readonly ProviderParameters Parameters = new();

    private readonly Dictionary<string, Organization> _organizations = [];
    private readonly Dictionary<(string Organization, string? Workspace, string ModelClass), LimitSettings> _inForce = [];
    private object? _known;

    public ProviderReply Send(ShadowFleet.Door door, ProviderRequest request, DateTimeOffset now) =>
        OrganizationOf(door).Send(door.Workspace, request, now);

    /// <summary>Whatever the limits say.</summary>
    public Answer Admit(ShadowFleet.Door door, ProviderRequest request, DateTimeOffset now) =>
        OrganizationOf(door).Admit(door.Workspace, request, now);

    private Organization OrganizationOf(ShadowFleet.Door door)
    {
        if (!ReferenceEquals(_known, fleet.Limits)) // made anew with each update
        {
            _known = fleet.Limits;
            PutInForce(fleet.Limits);
        }

        return OrganizationOf(door.Organization);
    }

    private Organization OrganizationOf(string name)
    {
        if (!_organizations.TryGetValue(name, out var organization))
        {
            _organizations[name] = organization = new(new OrganizationSpec(name), Parameters);
        }

        return organization;
    }

    private void PutInForce(IReadOnlyDictionary<(string Organization, string? Workspace, string ModelClass), LimitSettings> limits)
    {
        foreach (var (place, known) in limits)
        {
            if (_inForce.GetValueOrDefault(place) != known)
            {
                _inForce[place] = known;
                OrganizationOf(place.Organization).SetLimits(place.Workspace, place.ModelClass, known);
            }
        }
    }
}
