using Warmpath.Routing;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>The fleet as an organizations file of <c>simulate</c> (docs/simulate.md, "Files").</summary>
public sealed record TraceFleetJson(
    IReadOnlyList<TraceOrganizationJson> Orgs, IReadOnlyList<TraceOutageJson> Outages, TraceParametersJson Params)
{
    private static readonly string[] Families = ["opus", "haiku", "sonnet"];

    public static TraceFleetJson Of(FleetView fleet, IReadOnlyList<TraceOutageJson> outages, TraceParametersJson parameters)
    {
        var keys = fleet.Keys.ToDictionary(key => key.Config.Id);
        return new([.. fleet.Organizations.Where(organization => organization.Keys.Count > 0).Select(organization => new TraceOrganizationJson(
            NameOf(organization, keys),
            organization.Headroom.GroupBy(pool => ClassOf(pool.ModelClass)).ToDictionary(family => family.Key, family => TraceLimitsJson.Of(family)),
            [.. organization.Keys.Select(key => keys[key]).Where(key => key.Config.Enabled).Select(key => new TraceKeyJson(
                key.Config.Id.Value, key.Config.Name, key.Workspace.Id ?? key.Config.BoundWorkspaceId ?? "default"))]))
            .Where(organization => organization.Keys.Count > 0)], outages, parameters);
    }

    /// <param name="organization">With at least one key.</param>
    internal static string NameOf(OrganizationView organization, IReadOnlyDictionary<KeyId, KeyView> keys) =>
        organization.Id.Id ?? organization.Id.Name ?? keys[organization.Keys[0]].Config.Name;

    // simulate knows the classes of simulation.md alone.
    internal static string ClassOf(string modelClass) =>
        Array.Find(Families, family => modelClass.Contains(family, StringComparison.OrdinalIgnoreCase)) ?? modelClass;
}

/// <summary>One organization of an organizations file.</summary>
/// <param name="Limits">By class of models; what is not known is not limited.</param>
public sealed record TraceOrganizationJson(string Name, IReadOnlyDictionary<string, TraceLimitsJson> Limits, IReadOnlyList<TraceKeyJson> Keys);

/// <summary>Limits a minute; null where none is known. Where several models of a class have pools of their own, the lowest.</summary>
public sealed record TraceLimitsJson(long? Rpm, long? Itpm, long? Otpm)
{
    public static TraceLimitsJson Of(IEnumerable<HeadroomView> pools)
    {
        var all = pools.ToList();
        return new(all.Min(pool => pool.Requests?.Limit), all.Min(pool => pool.InputTokens?.Limit), all.Min(pool => pool.OutputTokens?.Limit));
    }
}

/// <param name="Id">By which the gateway ranks it where all else is equal.</param>
public sealed record TraceKeyJson(string Id, string Name, string Workspace);
