using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Shadows;

/// <summary>One shadow's providers: the model of <c>simulate</c>, its organizations made as they are met.</summary>
internal sealed class ShadowProvider(ShadowFleet fleet)
{
    private static readonly ProviderParameters Parameters = new();

    private readonly Dictionary<string, Organization> _organizations = [];
    private readonly Dictionary<(string Organization, string? Workspace, string ModelClass), LimitSettings> _inForce = [];

    public ProviderReply Send(ShadowFleet.Door door, ProviderRequest request, DateTimeOffset now) =>
        OrganizationOf(door, request.ModelClass).Send(door.Workspace, request, now);

    /// <summary>Whatever the limits say.</summary>
    public Answer Admit(ShadowFleet.Door door, ProviderRequest request, DateTimeOffset now) =>
        OrganizationOf(door, request.ModelClass).Admit(door.Workspace, request, now);

    private Organization OrganizationOf(ShadowFleet.Door door, string modelClass)
    {
        if (!_organizations.TryGetValue(door.Organization, out var organization))
        {
            _organizations[door.Organization] = organization = new(new OrganizationSpec(door.Organization), Parameters);
        }

        PutInForce(organization, (door.Organization, null, modelClass));
        PutInForce(organization, (door.Organization, door.Workspace, modelClass));
        return organization;
    }

    private void PutInForce(Organization organization, (string Organization, string? Workspace, string ModelClass) place)
    {
        if (fleet.Limits.TryGetValue(place, out var known) && _inForce.GetValueOrDefault(place) != known)
        {
            _inForce[place] = known;
            organization.SetLimits(place.Workspace, place.ModelClass, known);
        }
    }
}
