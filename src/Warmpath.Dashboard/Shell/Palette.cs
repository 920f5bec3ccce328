using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Shell;

/// <summary>The colours of organizations. Colour never says alone what it says: the name stands beside it.</summary>
internal static class Palette
{
    private const int Colours = 8;

    public static string Of(OrganizationJson organization) => $"var(--org-{organization.Number % Colours})";

    /// <param name="organization">Its id; null or unknown has the colour of muted text.</param>
    public static string Of(StatusJson? status, string? organization) =>
        organization is not null && status?.Organizations.FirstOrDefault(known => known.Id == organization) is { } found ? Of(found) : "var(--muted)";
}
