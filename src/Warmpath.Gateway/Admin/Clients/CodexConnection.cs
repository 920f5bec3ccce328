namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What points Codex here, for the terminal and for pages.</summary>
/// <remarks>
/// A provider of its own in <c>config.toml</c> stays on HTTP, where the built-in one may use WebSockets and not heed another base URL (providers.md 7.4).
/// The virtual key is in a variable of its own name: <c>OPENAI_API_KEY</c> is often taken by a key of the provider's, which would come here instead.
/// </remarks>
public static class CodexConnection
{
    /// <summary>The environment variable in which Codex looks for the virtual key.</summary>
    public const string KeyVariable = "WARMPATH_VIRTUAL_KEY";

    /// <summary>The provider's name in <c>config.toml</c>.</summary>
    public const string Id = "warmpath";

    /// <param name="gatewayUrl">Without a trailing slash.</param>
    public static string BaseUrl(string gatewayUrl) => gatewayUrl + "/api/openai/v1";

    /// <summary>The table of the provider, in the order in which it is written.</summary>
    public static IReadOnlyList<(string Name, string Value)> Table(string gatewayUrl) =>
    [
        ("name", "Warmpath"), ("base_url", BaseUrl(gatewayUrl)), ("env_key", KeyVariable), ("wire_api", "responses"),
    ];

    /// <summary>As it stands in a file that has nothing else.</summary>
    public static string Toml(string gatewayUrl) => string.Join('\n',
    [
        $"model_provider = \"{Id}\"", "", $"[model_providers.{Id}]",
        .. Table(gatewayUrl).Select(line => $"{line.Name} = {Quote(line.Value)}"),
    ]);

    /// <summary>A basic string of TOML (TOML 1.0, String).</summary>
    public static string Quote(string value) => $"\"{string.Concat(value.Select(Escape))}\"";

    private static string Escape(char c) => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString();
}
