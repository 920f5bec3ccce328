using Warmpath.Gateway.Admin;
using Warmpath.Storage;

namespace Warmpath.Cli.Doctor;

/// <summary><c>warmpath doctor --forget-keys</c>: the way on when the master key is gone for good. It cannot be taken back.</summary>
internal static class ForgetKeys
{
    private const string Word = "forget";

    public static async Task RunAsync(Terminal terminal, string folder, bool yes, CancellationToken cancellationToken)
    {
        if (!yes)
        {
            terminal.Error.Write($"Every provider key in {Plain.Line(folder)} will be removed; it cannot be taken back. Type {Word} to go on: ");
            if ((await terminal.In.ReadLineAsync(cancellationToken))?.Trim() != Word)
            {
                throw new CommandException($"Nothing was removed. Type {Word}, or say --yes.");
            }
        }

        var forgotten = await StoreRecovery.ForgetKeysAsync(new StoreOptions(folder, terminal.Variable("WARMPATH_MASTER_KEY")), cancellationToken);
        terminal.Out.WriteLine($"{Plain.Many(forgotten, "provider key")} removed. Start the gateway and add them anew: warmpath key add NAME");
    }
}
