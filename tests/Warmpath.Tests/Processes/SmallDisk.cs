using System.Diagnostics;

namespace Warmpath.Tests.Processes;

/// <summary>A disk of a few megabytes, in memory, in a mount namespace of its own: nobody has to be root for it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Mounted = "mounted";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("warmpath-disk-");

    // Holds the namespace until its input ends, with this process if not before.
    private readonly Process _keeper;

    /// <remarks>Skips the test where a user may not mount anything, in a namespace of his own either.</remarks>
    public SmallDisk(int megabytes)
    {
        var (keeper, complaint) = Keep($"mount -t tmpfs -o size={megabytes}m,mode=0700 warmpath {_place.FullName} && echo {Mounted} && exec cat");
        if (keeper is null)
        {
            _place.Delete();
            Assert.Skip($"No disk can be mounted for a test here (unshare --user --mount): {complaint}");
        }

        _keeper = keeper;
    }

    /// <summary>Where a process behind <see cref="Within"/> finds it.</summary>
    public string Folder => _place.FullName;

    /// <summary>The same folder for everybody else.</summary>
    public string SeenFromOutside => $"/proc/{_keeper.Id}/root{Folder}";

    /// <summary>To be put before a command that shall see it.</summary>
    public IReadOnlyList<string> Within => ["nsenter", "--user", "--mount", "--preserve-credentials", $"--target={_keeper.Id}", "--"];

    /// <summary>Takes every byte that is left.</summary>
    /// <returns>Gives them back when disposed.</returns>
    public IDisposable Fill()
    {
        var file = new FileStream(
            Path.Combine(SeenFromOutside, "filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            return file; // full
        }
    }

    /// <summary>Works while no process has a file there open for writing.</summary>
    public async Task MakeReadOnlyAsync()
    {
        using var mount = Process.Start(Within[0], [.. Within.Skip(1), "mount", "-o", "remount,ro", "warmpath", Folder]); // with its source: else it repeats the options of before
        await mount.WaitForExitAsync();
        Assert.Equal(0, mount.ExitCode);
    }

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
        _place.Delete();
    }

    private static (Process? Keeper, string Complaint) Keep(string script)
    {
        try
        {
            var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", script])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            var keeper = Process.Start(start)!; // no shell of the system's is asked, so there is a process
            return keeper.StandardOutput.ReadLine() == Mounted ? (keeper, "") : (null, keeper.StandardError.ReadToEnd().Trim());
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (null, missing.Message);
        }
    }
}
