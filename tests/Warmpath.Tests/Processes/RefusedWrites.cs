using System.Diagnostics;
using Warmpath.Kill;

namespace Warmpath.Tests.Processes;

/// <summary>A file system that has become read-only under open files, as Linux makes it after an error of the disk: every write to the database is refused.</summary>
/// <remarks>No mount can be made so while files are open; strace lets the same calls fail with the same error. Ends when disposed.</remarks>
internal sealed class RefusedWrites : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly Task _complaints;

    private RefusedWrites(Process strace) => (_strace, _complaints) = (strace, strace.StandardError.ReadToEndAsync());

    /// <remarks>Skips the test where there is no strace, or it may not look into a process.</remarks>
    public static async Task<RefusedWrites> BeginAsync(GatewayProcess process, string dataFolder)
    {
        var database = Path.Combine(dataFolder, "warmpath.db");
        var start = new ProcessStartInfo(
            "strace",
            ["-f", "-p", $"{process.Id}", "-o", "/dev/null", "-e", "inject=pwrite64,ftruncate,fallocate:error=EROFS", "-P", database, "-P", database + "-wal"])
        {
            RedirectStandardError = true,
        };
        try
        {
            var strace = Process.Start(start)!; // no shell of the system's is asked, so there is a process
            var said = await strace.StandardError.ReadLineAsync();
            Assert.SkipUnless(said?.Contains(" attached", StringComparison.Ordinal) == true, $"strace may not look into a process here: {said}");
            return new RefusedWrites(strace);
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
