using System.Text.Json;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads the <c>orgs</c> of an organizations file. Errors name the organization, and the key or class inside it.</summary>
internal static class OrganizationReader
{
    private const long MostPerMinute = 1_000_000_000_000;

    private static readonly string[] OrganizationFields = ["name", "limits", "workspace_limits", "keys"];
    private static readonly string[] KeyFields = ["name", "workspace", "id"];
    private static readonly string[] LimitFields = ["rpm", "itpm", "otpm"];

    public static List<OrganizationSpec> Read(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw new TraceFormatException("orgs: a list of at least one organization is expected");
        }

        var organizations = list.EnumerateArray().Select((organization, i) => Named(organization, $"organization {i}", OrganizationFields, Organization)).ToList();
        OrganizationNames.Check(organizations);
        return organizations;
    }

    private static OrganizationSpec Organization(JsonElement organization, string name)
    {
        var spec = new OrganizationSpec(name);
        if (Fields.Has(organization, "limits"))
        {
            spec = spec with { Limits = ByClass(Fields.Of(organization, "limits")) };
        }

        if (Fields.Has(organization, "workspace_limits"))
        {
            var workspaces = Fields.In("workspace_limits", () => Fields.Members(Fields.Of(organization, "workspace_limits"), "an object by workspace"));
            spec = spec with
            {
                WorkspaceLimits = workspaces.ToDictionary(
                    workspace => workspace.Name,
                    IReadOnlyDictionary<string, LimitSettings> (workspace) => Fields.In($"workspace {workspace.Name}", () => ByClass(workspace.Value))),
            };
        }

        return Fields.Has(organization, "keys") ? spec with { Keys = Keys(Fields.Of(organization, "keys")) } : spec;
    }

    private static List<KeySpec> Keys(JsonElement keys) => keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0
        ? [.. keys.EnumerateArray().Select((key, i) => Named(key, $"key {i}", KeyFields, Key))]
        : throw new TraceFormatException("keys: a list of at least one key is expected");

    private static KeySpec Key(JsonElement key, string name) => new(name, Fields.Has(key, "workspace") ? Fields.Text(key, "workspace") : "default")
    {
        Id = Fields.Has(key, "id") ? Fields.Text(key, "id") : null,
    };

    private static Dictionary<string, LimitSettings> ByClass(JsonElement limits) =>
        Fields.In("limits", () => Fields.Members(limits, "an object by model class"))
            .ToDictionary(member => member.Name, member => Fields.In($"limits of {member.Name}", () => Limits(member.Value)));

    private static LimitSettings Limits(JsonElement limits)
    {
        _ = Fields.Members(limits, LimitFields);
        return new(PerMinute("rpm"), PerMinute("itpm"), PerMinute("otpm"));

        long? PerMinute(string name) => Fields.Has(limits, name) ? Fields.Whole(Fields.Of(limits, name), name, 1, MostPerMinute) : null;
    }

    /// <param name="place">By its number from 0, until its name is known.</param>
    private static T Named<T>(JsonElement item, string place, string[] known, Func<JsonElement, string, T> read)
    {
        var name = Fields.In(place, () =>
        {
            _ = Fields.Members(item, "an object with a name");
            return Fields.Text(item, "name");
        });
        return Fields.In(name, () =>
        {
            _ = Fields.Members(item, known);
            return read(item, name);
        });
    }
}
