using System.Runtime.Versioning;
using Warmpath.Storage;

namespace Warmpath.Cli.Doctor;

/// <summary>The data folder: who can read it, and whether the store in it opens.</summary>
internal static class FolderCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static async IAsyncEnumerable<Finding> RunAsync(string folder, string? masterKey, TimeProvider time)
    {
        if (!Directory.Exists(folder))
        {
            yield return new("data folder", Verdict.Note, $"{folder} does not exist yet.", "warmpath serve makes it.");
            yield break;
        }

        var open = OpenToOthers(folder);
        yield return open.Count == 0
            ? new("data folder", Verdict.Good, $"{folder}, readable by its owner alone.")
            : new("data folder", Verdict.Fault, $"others may read {string.Join(", ", open)}.", $"chmod -R go= {folder}");

        // Opening would make what is missing; a doctor only looks.
        if (File.Exists(Path.Combine(folder, "warmpath.db")))
        {
            yield return await StoreAsync(folder, masterKey, time);
        }
        else
        {
            yield return new("store", Verdict.Note, "there is none yet.", "warmpath serve makes it.");
        }
    }

    // On Windows the access lists of the profile folder rule.
    private static List<string> OpenToOthers(string folder) => OperatingSystem.IsWindows()
        ? []
        : [.. Directory.EnumerateFileSystemEntries(folder).Prepend(folder).Where(IsOpenToOthers)];

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string path) => (File.GetUnixFileMode(path) & Others) != 0;

    private static async Task<Finding> StoreAsync(string folder, string? masterKey, TimeProvider time)
    {
        try
        {
            await using var store = await WarmpathStore.OpenAsync(new StoreOptions(folder, masterKey), time, CancellationToken.None);
            var keys = await store.ListKeysAsync(CancellationToken.None);
            return new("store", Verdict.Good, $"opens, and its master key fits: {keys.Count} provider keys can be read.");
        }
        catch (StoreException fault)
        {
            return new("store", Verdict.Fault, fault.Message);
        }
    }
}
