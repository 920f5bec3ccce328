using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Connect;

/// <summary>Claude Code's <c>settings.json</c>: its <c>env</c> block points the agent here; everything else stays as it is.</summary>
/// <remarks>providers.md 5.1; hint headers: claude-code-gateway-protocol.md 6.</remarks>
internal sealed class ClaudeCodeSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly JsonObject _settings;

    private ClaudeCodeSettings(string path, JsonObject settings) => (_path, _settings) = (path, settings);

    /// <summary>The virtual key that is set together with this base URL; null when Claude Code points elsewhere.</summary>
    public string? TokenFor(string baseUrl) =>
        _settings["env"] is JsonObject env && Text(env["ANTHROPIC_BASE_URL"]) == baseUrl ? Text(env["ANTHROPIC_AUTH_TOKEN"]) : null;

    public static string Show(string baseUrl, string token) =>
        new JsonObject { ["env"] = Env(baseUrl, token) }.ToJsonString(Indented);

    /// <exception cref="CommandException">The file is there and is no JSON object; it is left alone.</exception>
    public static ClaudeCodeSettings Read(string path)
    {
        if (!File.Exists(path))
        {
            return new ClaudeCodeSettings(path, []);
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject settings && settings["env"] is null or JsonObject)
            {
                return new ClaudeCodeSettings(path, settings);
            }
        }
        catch (JsonException)
        {
            // told below
        }

        throw new CommandException($"{path} is no settings file that Warmpath can read; it was left alone. Mend it, or add by hand what warmpath connect claude-code prints.");
    }

    /// <summary>Writes the <c>env</c> block into the file, the file before it aside.</summary>
    /// <returns>Where the file before is kept; null when nothing had to change, or there was none.</returns>
    public string? Write(string baseUrl, string token, DateTimeOffset now)
    {
        var before = _settings.DeepClone();
        var env = (JsonObject)(_settings["env"] ??= new JsonObject());
        foreach (var (name, value) in Env(baseUrl, token))
        {
            env[name] = value!.DeepClone();
        }

        if (JsonNode.DeepEquals(before, _settings))
        {
            return null;
        }

        return PrivateFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(_settings, Indented), now);
    }

    private static JsonObject Env(string baseUrl, string token) =>
        new(AgentEnvironment.Of(Providers.Anthropic, baseUrl, token).Select(line => KeyValuePair.Create(line.Name, (JsonNode?)line.Value)));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
