using System.CommandLine;
using Warmpath.Gateway.Admin;
using Warmpath.Storage;

namespace Warmpath.Cli.Backup;

/// <summary><c>warmpath backup DIR</c>: copies the store, also of a running gateway.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("DIR") { Description = "A new folder for the copy; warmpath serve --data DIR starts on it." };
        var data = new Option<string?>("--data") { Description = "Data folder to copy (WARMPATH_DATA).", HelpName = "DIR" };
        var withKey = new Option<bool>("--with-master-key")
        {
            Description = "Copy the master key too. Who has both has the provider keys; without it they can only be restored where it is kept.",
        };
        var command = new Command("backup", "Copies the store into a new folder, also while a gateway runs on it.") { target, data, withKey };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(target));
            var hasKey = parsed.GetValue(withKey);
            await StoreBackup.CopyAsync(DataFolderOption.Resolve(parsed.GetValue(data), terminal), folder, hasKey, cancellationToken);
            terminal.Out.WriteLine($"The store is copied to {Plain.Line(folder)}, {(hasKey ? "with its master key" : "without its master key")}.");
            if (!hasKey)
            {
                terminal.Out.WriteLine("Keep master.key, or WARMPATH_MASTER_KEY, in another place: without it the provider keys in the copy cannot be read.");
            }
        });
        return command;
    }
}
