using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Warmpath.Tests.Agents;

/// <summary>A real client as a process, in an environment that has nothing but what is told here.</summary>
internal sealed class AgentProcess(string client, string folder, IReadOnlyDictionary<string, string> environment)
{
    // Long enough for the client's own retries to show up as a wrong result and not as a time-out.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <summary>Where <c>./test</c> installs a client of npm.</summary>
    public static string Installed(string name, string command) => Path.Combine(Root(), "artifacts", name, "node_modules", ".bin", command);

    /// <returns>The exit code, each line of the output that is a JSON object, and all of the error output.</returns>
    public async Task<(int ExitCode, IReadOnlyList<JsonElement> Events, string Errors)> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(client, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in environment)
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
            return (process.ExitCode, events, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(); // it may write to its home until then
            }
        }
    }

    // The test's own source lies in tests/Warmpath.Tests/Agents.
    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "..", "..", "..", ".."));
}
