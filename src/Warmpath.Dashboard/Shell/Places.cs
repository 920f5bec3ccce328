namespace Warmpath.Dashboard.Shell;

/// <summary>The pages in the order of the navigation.</summary>
internal static class Places
{
    public static IReadOnlyList<Place> All { get; } =
    [
        new("/", "Overview", "gauge"),
        new("/sessions", "Sessions", "lanes"),
        new("/requests", "Requests", "list"),
        new("/keys", "Keys", "key"),
        new("/clients", "Clients", "people"),
        new("/events", "Events", "bell"),
        new("/settings", "Settings", "sliders"),
    ];
}

/// <param name="Icon">One of <see cref="Shell.Icon"/>'s names.</param>
internal sealed record Place(string Href, string Title, string Icon);
