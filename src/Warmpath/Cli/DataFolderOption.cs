namespace Warmpath.Cli;

/// <summary>Where a gateway keeps its data, as <c>--data</c>, the environment or the user's home say.</summary>
internal static class DataFolderOption
{
    /// <returns>Absolute; need not exist.</returns>
    public static string Resolve(string? option, Terminal terminal)
    {
        if ((option ?? terminal.Variable("WARMPATH_DATA")) is { } given)
        {
            return Path.GetFullPath(given);
        }

        // A relative XDG_DATA_HOME is to be ignored (XDG Base Directory Specification).
        var shared = terminal.Variable("XDG_DATA_HOME") is { } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Path.Combine(terminal.Home, ".local", "share");
        return Path.Combine(shared, "warmpath");
    }
}
