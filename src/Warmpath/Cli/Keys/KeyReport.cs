using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;

namespace Warmpath.Cli.Keys;

/// <summary>What a check of one key found.</summary>
internal static class KeyReport
{
    /// <returns>The exit code: 1 when the key needs a person, else 0.</returns>
    public static int Write(Terminal terminal, KeyJson key, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal, key);
        }
        else
        {
            terminal.Out.WriteLine($"{Plain.Line(key.Name)} ({Providers.NameOf(key.Provider)}, {Plain.Line(key.Hint)}) is {AdminNames.Of(key.State)}.");
            terminal.Out.WriteLine($"  organization: {Pool(key.Organization)}");
            terminal.Out.WriteLine($"  {(KeyWords.Workspace(key.Provider) + ":").ToLowerInvariant(),-13} {Pool(key.Workspace)}");
        }

        if (Cures.Of(key.State) is not { } cure)
        {
            return 0;
        }

        terminal.Error.WriteLine($"warmpath: {Plain.Line(key.Name)} cannot be used: {Plain.Line(key.StateReason)}. {cure}");
        return CommandException.Failed;
    }

    private static string Pool(PoolId pool) =>
        pool.Id is null ? "not known yet; the first answer names it" : $"{Plain.Line(pool.Name ?? pool.Id)}{(pool.Discovered ? "" : " (as you named it)")}";
}
