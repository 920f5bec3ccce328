using System.CommandLine;
using Spectre.Console;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Cli.Clients;

/// <summary><c>warmpath client …</c>: virtual keys, what a developer's agent authenticates with.</summary>
internal static class ClientCommand
{
    public static Command Create(Terminal terminal)
    {
        var gateway = new GatewayOptions(terminal);
        var json = JsonOutput.Option();
        var command = new Command("client", "Virtual keys: what a developer's agent authenticates with.")
        {
            Add(terminal, gateway, json), List(terminal, gateway, json), Revoke(terminal, gateway),
        };
        gateway.AddTo(command);
        command.Add(json);
        return command;
    }

    private static Command Add(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = new Argument<string>("NAME") { Description = "Whose it is; unique." };
        var valueOfTime = new Option<double?>("--value-of-time") { Description = "$ per hour of waiting. Default: the gateway's setting.", HelpName = "DOLLARS" };
        var command = new Command("add", "Makes a virtual key and shows it, this once.") { name, valueOfTime };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var input = new ClientInput(parsed.GetRequiredValue(name), parsed.GetValue(valueOfTime));
            var added = await admin.PostAsync<ClientJson>("/clients", input, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, added);
                return;
            }

            terminal.Out.WriteLine($"Virtual key of {Plain.Line(added.Name)}, shown this once:");
            terminal.Out.WriteLine($"  {added.Token}");
        });
        return command;
    }

    private static Command List(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var command = new Command("list", "Lists the clients.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, clients);
                return;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("Client", "Virtual key", "Since", "Id");
            foreach (var client in clients.Items)
            {
                table.AddRow(Escaped.Text(client.Name), Escaped.Text(client.Hint), Plain.When(client.CreatedAt, terminal.Time.GetUtcNow()), client.Id);
            }

            terminal.Tables().Write(table);
        });
        return command;
    }

    private static Command Revoke(Terminal terminal, GatewayOptions gateway)
    {
        var name = new Argument<string>("CLIENT") { Description = "Its name or id." };
        var command = new Command("revoke", "Revokes a virtual key: the next request with it is refused.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var wanted = parsed.GetRequiredValue(name);
            var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
            var client = clients.Items.FirstOrDefault(client => client.Id == wanted)
                ?? clients.Items.FirstOrDefault(client => client.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandException($"There is no client {wanted}; warmpath client list shows what there is.");
            await admin.DeleteAsync($"/clients/{client.Id}", cancellationToken);
            terminal.Out.WriteLine($"The virtual key of {Plain.Line(client.Name)} was revoked.");
        });
        return command;
    }
}
