using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The real Codex CLI, as <c>./test</c> installs it, pointed at a gateway: its own home, a clean environment, nobody asked.</summary>
internal sealed class Codex : IDisposable
{
    private static readonly string Client = AgentProcess.Installed("codex", "codex");

    private readonly string _home = Directory.CreateTempSubdirectory("codex-home-").FullName;
    private readonly string _work = Directory.CreateTempSubdirectory("codex-work-").FullName;
    private readonly TcpListener _outside = new(IPAddress.Loopback, 0);
    private readonly AgentProcess _process;

    public Codex(Fleet fleet, string model)
    {
        _outside.Start();
        var proxy = $"http://{_outside.LocalEndpoint}";
        var settings = Directory.CreateDirectory(Path.Combine(_home, ".codex")).FullName;
        File.WriteAllText(Path.Combine(settings, "config.toml"), Settings(fleet.Gateway.Url, model));
        _process = new(Client, _work, new Dictionary<string, string>
        {
            ["HOME"] = _home,
            ["CODEX_HOME"] = settings,
            ["WARMPATH_KEY"] = fleet.VirtualKey,
            ["HTTPS_PROXY"] = proxy,
            ["HTTP_PROXY"] = proxy,
            ["NO_PROXY"] = "127.0.0.1",
        });
    }

    /// <summary>Whether it tried to reach anybody but the gateway: the way there is a proxy that never answers.</summary>
    public bool LookedOutside => _outside.Pending();

    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(File.Exists(Client), "Codex is not installed: ./test does it where npm is at hand.");

    /// <summary>A new session.</summary>
    public Task<CodexTurn> StartAsync(string prompt) => RunAsync("exec", "--json", "--skip-git-repo-check", prompt);

    /// <summary>A further turn of the last one.</summary>
    public Task<CodexTurn> ResumeAsync(string prompt) => RunAsync("exec", "resume", "--last", "--json", "--skip-git-repo-check", prompt);

    public void Dispose()
    {
        _outside.Dispose();
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_work, recursive: true);
    }

    private async Task<CodexTurn> RunAsync(params string[] arguments)
    {
        var (exitCode, events, errors) = await _process.RunAsync(arguments);
        return new(exitCode, events, errors);
    }

    // Plugins, apps, updates, search and telemetry would call home; commands run without a sandbox, which containers do not let it build.
    private static string Settings(string gateway, string model) => $"""
        model = "{model}"
        model_provider = "warmpath"
        approval_policy = "never"
        sandbox_mode = "danger-full-access"
        web_search = "disabled"
        check_for_update_on_startup = false

        [model_providers.warmpath]
        name = "Warmpath"
        base_url = "{gateway}/api/openai/v1"
        wire_api = "responses"
        env_key = "WARMPATH_KEY"

        [features]
        apps = false
        plugins = false

        [analytics]
        enabled = false

        [feedback]
        enabled = false

        [otel]
        exporter = "none"
        trace_exporter = "none"
        metrics_exporter = "none"
        """;
}

/// <summary>What Codex said of one turn.</summary>
internal sealed record CodexTurn(int ExitCode, IReadOnlyList<JsonElement> Events, string Errors)
{
    /// <summary>The model's last message.</summary>
    public string Result => Items("agent_message").Select(item => item.GetProperty("text").GetString()!).LastOrDefault() ?? "";

    public bool IsError => ExitCode != 0 || !Events.Any(e => Type(e) == "turn.completed");

    /// <summary>Retries of the client itself: what the gateway should have spared it.</summary>
    public int Retries => Events.Count(e => Type(e) == "error");

    public override string ToString() => $"exit {ExitCode}, {string.Join('\n', Events)}, {Errors}";

    private IEnumerable<JsonElement> Items(string type) =>
        Events.Where(e => Type(e) == "item.completed").Select(e => e.GetProperty("item")).Where(item => Type(item) == type);

    private static string? Type(JsonElement element) => element.GetProperty("type").GetString();
}
