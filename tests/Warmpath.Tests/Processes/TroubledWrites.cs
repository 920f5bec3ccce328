using System.Diagnostics;
using Warmpath.Kill;

namespace Warmpath.Tests.Processes;

/// <summary>A database, or other files, whose every write is refused, or takes long, until this is disposed.</summary>
/// <remarks>
/// Linux makes a file system read-only under open files after an error of its disk. No mount can be made so by hand; strace lets the same calls
/// fail with the same error.
/// </remarks>
internal sealed class TroubledWrites : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly Task _complaints;

    private TroubledWrites(Process strace) => (_strace, _complaints) = (strace, strace.StandardError.ReadToEndAsync());

    public static Task<TroubledWrites> RefuseAsync(GatewayProcess process, string dataFolder) =>
        BeginAsync(process, DatabaseOf(dataFolder), "error=EROFS");

    public static Task<TroubledWrites> DelayAsync(GatewayProcess process, string dataFolder, TimeSpan delay) =>
        DelayAsync(process, DatabaseOf(dataFolder), delay);

    public static Task<TroubledWrites> DelayAsync(GatewayProcess process, IEnumerable<string> files, TimeSpan delay) =>
        BeginAsync(process, files, $"delay_enter={(long)delay.TotalMicroseconds}");

    private static string[] DatabaseOf(string dataFolder) => [Path.Combine(dataFolder, "warmpath.db"), Path.Combine(dataFolder, "warmpath.db-wal")];

    // Skips the test where there is no strace, or it may not look into a process.
    private static async Task<TroubledWrites> BeginAsync(GatewayProcess process, IEnumerable<string> files, string trouble)
    {
        var start = new ProcessStartInfo(
            "strace",
            ["-f", "-p", $"{process.Id}", "-o", "/dev/null", "-e", $"inject=pwrite64,ftruncate,fallocate:{trouble}", .. files.SelectMany(file => new[] { "-P", file })])
        {
            RedirectStandardError = true,
        };
        try
        {
            var strace = Process.Start(start)!; // no shell of the system's is asked, so there is a process
            var said = await strace.StandardError.ReadLineAsync();
            Assert.SkipUnless(said?.Contains(" attached", StringComparison.Ordinal) == true, $"strace may not look into a process here: {said}");
            return new TroubledWrites(strace);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Assert.Skip($"strace is not there (apt-get install strace): {missing.Message}");
            throw; // not reached
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var interrupt = Process.Start("kill", ["-INT", $"{_strace.Id}"]); // it lets the process go
        await _strace.WaitForExitAsync();
        await _complaints;
        _strace.Dispose();
    }
}
