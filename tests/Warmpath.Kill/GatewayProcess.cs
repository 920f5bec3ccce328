using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Warmpath.Kill;

/// <summary><c>warmpath serve</c> as a process of its own, on a free port.</summary>
public sealed partial class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private GatewayProcess(Process process, string url, Task<string> errors) => (_process, Url, _errors) = (process, url, errors);

    public string Url { get; }

    public int Id => _process.Id;

    /// <param name="environment">Variables beside those that are there.</param>
    /// <param name="within">A command, with its arguments, that becomes the one behind it; none unless given.</param>
    /// <exception cref="InvalidOperationException">It ended instead of listening, or took a minute.</exception>
    public static async Task<GatewayProcess> StartAsync(
        string dataFolder, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? within = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "warmpath.dll");
        string[] command = [.. within ?? [], "dotnet", program, "serve", "--urls", "http://127.0.0.1:0", "--data", dataFolder];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet cannot be started.");
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(StartLimit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (Address().Match(line) is { Success: true } address)
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // so that the rest of the greeting blocks nobody
                    return new(process, address.Value, errors);
                }
            }

            throw new InvalidOperationException($"The gateway ended instead of listening: {await errors}");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL, and waits for the end of the process.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code, and what was logged.</returns>
    public async Task<(int Code, string Log)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*")]
    private static partial Regex Address();
}
