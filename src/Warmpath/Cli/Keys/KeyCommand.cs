using System.CommandLine;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Keys;

namespace Warmpath.Cli.Keys;

/// <summary><c>warmpath key …</c>: the provider keys of a running gateway.</summary>
internal static class KeyCommand
{
    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var json = JsonOutput.Option();
        var command = new Command("key", "Provider keys of a running gateway.")
        {
            KeyAddCommand.Create(terminal, gateway, json),
            List(terminal, gateway, json),
            KeyChangeCommand.Create(terminal, gateway, json),
            Test(terminal, gateway, json),
            Change("disable", "Takes a key out of use.", new { enabled = false }, terminal, gateway, json),
            Change("enable", "Takes a disabled or draining key back into use.", new { enabled = true, draining = false }, terminal, gateway, json),
            Change("drain", "Gives a key no new conversations; living ones stay until their cache is cold.", new { draining = true }, terminal, gateway, json),
            Remove(terminal, gateway),
        };
        gateway.AddTo(command);
        command.Add(json);
        return command;
    }

    /// <summary>The argument that names one.</summary>
    public static Argument<string> Named() => new("KEY") { Description = "Its name or id." };

    /// <summary>The key of that name or id.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task<KeyJson> FindAsync(AdminClient admin, string nameOrId, CancellationToken cancellationToken)
    {
        var keys = await admin.GetAsync<Page<KeyJson>>("/keys", cancellationToken);
        return keys.Items.FirstOrDefault(key => key.Id == nameOrId)
            ?? keys.Items.FirstOrDefault(key => key.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"There is no key {nameOrId}; warmpath key list shows what there is.");
    }

    private static Command List(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var command = new Command("list", "Lists the keys with their states; keys that share one limit stand together.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var keys = await admin.GetAsync<Page<KeyJson>>("/keys", cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, keys);
            }
            else
            {
                KeyListing.Write(terminal, keys.Items);
                KeyListing.WriteTroubles(terminal, keys.Items);
            }
        });
        return command;
    }

    private static Command Test(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var key = Named();
        var command = new Command("test", "Checks a key against the provider, at no cost. Exit code 1 when it cannot be used.") { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var found = await FindAsync(admin, parsed.GetRequiredValue(key), cancellationToken);
            var tested = await admin.PostAsync<KeyJson>($"/keys/{found.Id}/test", body: null, cancellationToken);
            return KeyReport.Write(terminal, tested, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Change(string verb, string description, object patch, Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var key = Named();
        var command = new Command(verb, description) { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var found = await FindAsync(admin, parsed.GetRequiredValue(key), cancellationToken);
            var changed = await admin.PatchAsync<KeyJson>($"/keys/{found.Id}", patch, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, changed);
            }
            else
            {
                terminal.Out.WriteLine($"{Plain.Line(changed.Name)} is {AdminNames.Of(changed.State)}.");
            }
        });
        return command;
    }

    private static Command Remove(Terminal terminal, GatewayOptions gateway)
    {
        var key = Named();
        var command = new Command("remove", "Removes a key; running requests end undisturbed.") { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var found = await FindAsync(admin, parsed.GetRequiredValue(key), cancellationToken);
            await admin.DeleteAsync($"/keys/{found.Id}", cancellationToken);
            terminal.Out.WriteLine($"{Plain.Line(found.Name)} was removed.");
        });
        return command;
    }
}
