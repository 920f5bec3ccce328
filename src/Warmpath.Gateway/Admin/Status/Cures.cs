using Warmpath.Routing.Health;

namespace Warmpath.Gateway.Admin.Status;

/// <summary>What a person can do about a key's state. States that end by themselves need nobody.</summary>
public static class Cures
{
    /// <returns>One plain sentence; null when nobody is needed.</returns>
    public static string? Of(KeyStatus state) => state switch
    {
        KeyStatus.OutOfCredit => "Add credit, or raise the spend limit, in the provider's console; Warmpath checks again by itself.",
        KeyStatus.Invalid => "Replace the secret (dashboard, Keys; or warmpath key change NAME --secret-stdin), or remove the key.",
        KeyStatus.Unreachable => "Check the key's base URL, DNS and this machine's way out; Warmpath checks again by itself.",
        _ => null,
    };
}
