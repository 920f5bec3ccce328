using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Shell;

/// <summary>The colours of organizations. Colour never says alone what it says: the name stands beside it.</summary>
internal static class Palette
{
    private const int Colours = 8;

    /// <param name="index">Of the organization in the status.</param>
    public static string Of(int index) => $"var(--org-{index % Colours})";

    /// <param name="organization">Its id; null or unknown has the colour of muted text.</param>
    public static string Of(StatusJson? status, string? organization)
    {
        for (var index = 0; index < status?.Organizations.Count; index++)
        {
            if (organization is not null && status.Organizations[index].Id == organization)
            {
                return Of(index);
            }
        }

        return "var(--muted)";
    }
}
