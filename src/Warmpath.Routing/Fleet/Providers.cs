namespace Warmpath.Routing.Fleet;

/// <summary>The companies whose keys there may be, as keys name them.</summary>
public static class Providers
{
    public const string Anthropic = "anthropic";

    /// <summary>OpenAI, and whoever serves its API (providers.md 7).</summary>
    public const string OpenAI = "openai";

    /// <summary>As people write it.</summary>
    public static string NameOf(string provider) => provider == OpenAI ? "OpenAI" : "Anthropic";

    public static IReadOnlyList<string> All { get; } = [Anthropic, OpenAI];
}
