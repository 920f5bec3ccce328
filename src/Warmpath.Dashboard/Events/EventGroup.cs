using Warmpath.Gateway.Events;

namespace Warmpath.Dashboard.Events;

/// <summary>Kinds of events that one looks for together.</summary>
/// <param name="Name">In the address of the page.</param>
/// <param name="Kinds">Empty for all.</param>
internal sealed record EventGroup(string Name, string Title, IReadOnlyList<string> Kinds)
{
    public static IReadOnlyList<EventGroup> All { get; } =
    [
        new("all", "everything", []),
        new("moves", "moves", ["moved"]),
        new("limits", "throttles", ["throttled"]),
        new("outages", "outages", ["overloaded", "unreachable", "out_of_credit", "key_invalid", "model_blocked"]),
        new("recoveries", "recoveries", ["recovered", "pool_discovered"]),
        new("people", "changes by people", EventKinds.OfPeople),
    ];

    /// <summary>A kind as a person reads it.</summary>
    public static string Word(string kind) => kind.Replace('_', ' ');

    /// <summary>The look of a kind's tag.</summary>
    public static string Tone(string kind) => kind switch
    {
        "recovered" or "pool_discovered" => "good",
        "throttled" or "overloaded" or "model_blocked" or "moved" => "warn",
        "unreachable" or "out_of_credit" or "key_invalid" => "bad",
        _ => "",
    };
}
