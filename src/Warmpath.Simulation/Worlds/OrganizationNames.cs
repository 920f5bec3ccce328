using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>A key's name is all that a decision log says of it: no two may share one.</summary>
public static class OrganizationNames
{
    /// <exception cref="TraceFormatException">Two organizations, or two keys, have one name.</exception>
    public static void Check(IReadOnlyCollection<OrganizationSpec> organizations)
    {
        Check(organizations.Select(organization => organization.Name), "organizations");
        Check(organizations.SelectMany(organization => organization.Keys).Select(key => key.Name), "keys");
    }

    private static void Check(IEnumerable<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !seen.Add(name)) is { } repeated)
        {
            throw new TraceFormatException($"two {what} are called '{repeated}'; rename one");
        }
    }
}
