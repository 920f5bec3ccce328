using System.Text.Json;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The real Claude Code client, as <c>./test</c> installs it, pointed at a gateway: its own home, a clean environment.</summary>
internal sealed class ClaudeCode(Fleet fleet) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("claude-home-").FullName;
    private readonly string _work = Directory.CreateTempSubdirectory("claude-work-").FullName;

    private static readonly string Client = AgentProcess.Installed("claude-code", "claude");

    /// <summary>Further variables of its environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(File.Exists(Client), "Claude Code is not installed: ./test does it where npm is at hand.");

    /// <summary>One turn in print mode.</summary>
    public async Task<Turn> RunAsync(string prompt, params string[] options)
    {
        var environment = new Dictionary<string, string>(Variables)
        {
            ["HOME"] = _home,
            ["ANTHROPIC_BASE_URL"] = fleet.Gateway.Url,
            ["ANTHROPIC_AUTH_TOKEN"] = fleet.VirtualKey,
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        };
        var process = new AgentProcess(Client, _work, environment);
        var (exitCode, events, errors) = await process.RunAsync(["-p", prompt, "--output-format", "stream-json", "--verbose", .. options]);
        return new(exitCode, events, errors);
    }

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_work, recursive: true);
    }
}

/// <summary>What the client said of one turn.</summary>
internal sealed record Turn(int ExitCode, IReadOnlyList<JsonElement> Events, string Errors)
{
    private JsonElement? End => Events.Where(e => Type(e) == "result").Select(e => (JsonElement?)e).LastOrDefault();

    public string Result => End is { } end && end.TryGetProperty("result", out var result) ? result.GetString() ?? "" : "";

    public bool IsError => ExitCode != 0 || End is not { } end || end.GetProperty("is_error").GetBoolean();

    /// <summary>Retries of the client itself: what the gateway should have spared it.</summary>
    public int Retries => Events.Count(e => Type(e) == "system" && e.TryGetProperty("subtype", out var subtype) && subtype.GetString() == "api_retry");

    public override string ToString() => $"exit {ExitCode}, {Retries} retries, result '{Result}', {Errors}";

    private static string? Type(JsonElement element) => element.TryGetProperty("type", out var type) ? type.GetString() : null;
}
