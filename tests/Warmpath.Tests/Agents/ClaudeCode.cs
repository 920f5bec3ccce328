using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Warmpath.Tests.Cli;

namespace Warmpath.Tests.Agents;

/// <summary>The real Claude Code client, as <c>./test</c> installs it, pointed at a gateway: its own home, a clean environment.</summary>
internal sealed class ClaudeCode(Fleet fleet) : IDisposable
{
    // Long enough for the client's own retries to show up as a wrong result and not as a time-out.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    private readonly string _home = Directory.CreateTempSubdirectory("claude-home-").FullName;
    private readonly string _work = Directory.CreateTempSubdirectory("claude-work-").FullName;

    public static string Path { get; } = System.IO.Path.Combine(Root(), "artifacts", "claude-code", "node_modules", ".bin", "claude");

    /// <summary>Further variables of its environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(File.Exists(Path), "Claude Code is not installed: ./test does it where npm is at hand.");

    /// <summary>One turn in print mode.</summary>
    public async Task<Turn> RunAsync(string prompt, params string[] options)
    {
        var start = new ProcessStartInfo(Path)
        {
            WorkingDirectory = _work, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-p", prompt, "--output-format", "stream-json", "--verbose", .. options])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = _home;
        start.Environment["ANTHROPIC_BASE_URL"] = fleet.Gateway.Url;
        start.Environment["ANTHROPIC_AUTH_TOKEN"] = fleet.VirtualKey;
        start.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var events = new List<JsonElement>();
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith('{'))
                {
                    events.Add(JsonDocument.Parse(line).RootElement);
                }
            }

            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, events, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_work, recursive: true);
    }

    // The test's own source lies in tests/Warmpath.Tests/Agents.
    private static string Root([CallerFilePath] string file = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(file, "..", "..", "..", ".."));
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
