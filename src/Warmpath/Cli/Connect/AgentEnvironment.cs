using Warmpath.Gateway.Admin.Clients;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Connect;

/// <summary>The environment variables that point an agent, or a provider's own libraries, at a gateway.</summary>
internal static class AgentEnvironment
{
    /// <param name="provider">Whose API is spoken, one of <see cref="Providers"/>.</param>
    /// <param name="url">The gateway's, without a trailing slash.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(string provider, string url, string token) => provider == Providers.OpenAI
        ? [("OPENAI_BASE_URL", CodexConnection.BaseUrl(url)), ("OPENAI_API_KEY", token)]
        : [("ANTHROPIC_BASE_URL", url), ("ANTHROPIC_AUTH_TOKEN", token), ("CLAUDE_CODE_GATEWAY_HINT_HEADERS", "1")];

    /// <summary>Codex's virtual key, behind the address of the gateway that it is of: the address in config.toml may be another by the time the key is looked for.</summary>
    /// <remarks>Not <c>WARMPATH_URL</c>, which would send every verb there.</remarks>
    public static IReadOnlyList<(string Name, string Value)> OfCodex(string url, string token) =>
        [(CodexConnection.KeyVariable + "_URL", url), (CodexConnection.KeyVariable, token)];
}
