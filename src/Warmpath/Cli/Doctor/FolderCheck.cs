using System.Runtime.Versioning;
using Warmpath.Gateway.Admin;

namespace Warmpath.Cli.Doctor;

/// <summary>The data folder: who can read it, and whether there is room.</summary>
internal static class FolderCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>In bytes: twice the longest write-ahead log that is usual.</summary>
    private const long LeastRoom = 128 * 1024 * 1024;

    public static IEnumerable<Finding> Run(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return new("data folder", Severity.Note, $"{folder} does not exist yet.", "warmpath serve makes it.");
            yield break;
        }

        var open = OpenToOthers(folder);
        yield return open.Count == 0
            ? new("data folder", Severity.Good, $"{folder}, readable by its owner alone.")
            : new("data folder", Severity.Fault, $"others may read {string.Join(", ", open)}.", $"chmod -R go= {folder}");

        yield return Room(folder);
    }

    // What is written to see whether it can be is gone when the file is closed.
    private static Finding Room(string folder)
    {
        try
        {
            using (var trial = new FileStream(Path.Combine(folder, $"warmpath.{Environment.ProcessId}.trial"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.DeleteOnClose,
            }))
            {
                trial.Write(new byte[4096]);
            }

            var free = new DriveInfo(folder).AvailableFreeSpace;
            return free >= LeastRoom
                ? new("disk", Severity.Good, $"{Plain.Megabytes(free)} are free.")
                : new("disk", Severity.Fault, $"{Plain.Megabytes(free)} are free, of which the store may need {Plain.Megabytes(LeastRoom)} under load.", "Free some space.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new("disk", Severity.Fault, $"nothing can be written to {folder}: {fault.Message}", "Free some space, or make it writable for this user.");
        }
    }

    // On Windows the access lists of the profile folder rule.
    private static List<string> OpenToOthers(string folder) => OperatingSystem.IsWindows()
        ? []
        : [.. Directory.EnumerateFileSystemEntries(folder).Prepend(folder).Where(IsOpenToOthers)];

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string path) => (File.GetUnixFileMode(path) & Others) != 0;
}
