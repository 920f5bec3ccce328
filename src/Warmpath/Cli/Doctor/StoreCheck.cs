using Warmpath.Gateway.Admin;
using Warmpath.Storage;

namespace Warmpath.Cli.Doctor;

/// <summary>The store in the data folder: whether it is sound, and whether its keys can be read.</summary>
internal static class StoreCheck
{
    /// <returns>Null when there is no store that can be read, with the finding that says so.</returns>
    public static async Task<(StoreReport? Report, Finding Finding)> AskAsync(string folder, string? masterKey)
    {
        // Opening would make what is missing; a doctor only looks.
        if (!StoreInspection.Exists(folder))
        {
            return (null, new("store", Severity.Note, "there is none yet.", "warmpath serve makes it."));
        }

        try
        {
            var report = await StoreInspection.RunAsync(new StoreOptions(folder, masterKey), CancellationToken.None);
            return (report, report.PendingChanges > 0
                ? new("store", Severity.Note, $"is sound, of an earlier Warmpath: the next start makes {Plain.Many(report.PendingChanges, "change")} of its schema.", "Back it up first: warmpath backup DIR.")
                : new("store", Severity.Good, $"is sound, and its master key fits: {Plain.Many(report.KeyUrls.Count, "provider key")} can be read."));
        }
        catch (StoreException fault)
        {
            return (null, new("store", Severity.Fault, fault.Message));
        }
    }
}
