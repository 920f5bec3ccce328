using System.CommandLine;
using Warmpath.Gateway.Admin.Keys;

namespace Warmpath.Cli.Keys;

/// <summary><c>warmpath key change KEY</c>: changes what is given of a provider key, and checks it when it leads elsewhere then.</summary>
internal static class KeyChangeCommand
{
    public static Command Create(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var key = KeyCommand.Named();
        var newName = new Option<string?>("--name") { Description = "Another name.", HelpName = "NAME" };
        var terms = new KeyTerms(terminal);
        var command = new Command(
            "change",
            "Changes a key; what is not named stays, and none takes an address, a workspace, an organization or limits away. A new secret, address or workspace is "
            + "checked at no cost.") { key, newName };
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var patch = terms.Read(parsed);
            if (parsed.GetValue(newName) is { } other)
            {
                patch["name"] = other;
            }

            if (await terms.SecretAsync(parsed, cancellationToken) is { } secret)
            {
                patch["secret"] = secret;
            }

            if (patch.Count == 0)
            {
                throw new CommandException("Say what is to change; warmpath key change --help tells what can.", CommandException.WrongUsage);
            }

            using var admin = gateway.Connect(parsed);
            var found = await KeyCommand.FindAsync(admin, parsed.GetRequiredValue(key), cancellationToken);
            var changed = await admin.PatchAsync<KeyJson>($"/keys/{found.Id}", patch, cancellationToken);
            if (patch.ContainsKey("secret") || patch.ContainsKey("baseUrl") || patch.ContainsKey("workspaceId"))
            {
                changed = await admin.PostAsync<KeyJson>($"/keys/{found.Id}/test", body: null, cancellationToken);
                return KeyReport.Write(terminal, changed, parsed.GetValue(json));
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, changed);
            }
            else
            {
                KeyListing.Write(terminal, [changed]);
            }

            return 0;
        });
        return command;
    }
}
