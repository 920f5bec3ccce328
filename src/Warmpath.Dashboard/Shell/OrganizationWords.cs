using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Shell;

/// <summary>Names of organizations for ledger rows, which keep ids.</summary>
internal static class OrganizationWords
{
    /// <param name="id">Null: nobody answered.</param>
    public static string Name(StatusJson? status, string? id) => id is null
        ? "nobody"
        : Plain.Line(status?.Organizations.FirstOrDefault(organization => organization.Id == id)?.Name ?? id);
}
