using Warmpath.Gateway.Admin;
using Warmpath.Routing.Deciding;

namespace Warmpath.Gateway.Events;

/// <summary>The kinds of events, in one word each.</summary>
public static class EventKinds
{
    /// <summary>A person changed something.</summary>
    public static IReadOnlyList<string> OfPeople { get; } =
    [
        "key_added", "key_changed", "key_removed", "client_added", "client_changed", "client_rotated", "client_revoked", "settings_changed", "catalog_changed",
        "password_changed",
    ];

    /// <summary>Those of the fleet first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RoutingEventKind>().Select(AdminNames.Of), .. OfPeople];
}
