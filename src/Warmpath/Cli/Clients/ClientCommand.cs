using System.CommandLine;
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
            Add(terminal, gateway, json), List(terminal, gateway, json), Change(terminal, gateway, json),
            Rotate(terminal, gateway, json), Revoke(terminal, gateway),
        };
        gateway.AddTo(command);
        command.Add(json);
        return command;
    }

    private static Command Add(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = new Argument<string>("NAME") { Description = "Whose it is; unique." };
        var terms = new ClientTerms(terminal);
        var command = new Command("add", "Makes a virtual key and shows it, this once.") { name };
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var input = terms.Read(parsed, current: null);
            input["name"] = parsed.GetRequiredValue(name);
            var added = await admin.PostAsync<ClientJson>("/clients", input, cancellationToken);
            Show(terminal, added, parsed.GetValue(json));
        });
        return command;
    }

    private static Command List(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var command = new Command("list", "Lists the clients with what they have spent.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, clients);
            }
            else
            {
                ClientListing.Write(terminal, clients.Items);
            }
        });
        return command;
    }

    private static Command Change(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = Named();
        var newName = new Option<string?>("--name") { Description = "Another name.", HelpName = "NAME" };
        var enable = new Option<bool>("--enable") { Description = "Accept its virtual key again." };
        var disable = new Option<bool>("--disable") { Description = "Refuse its virtual key until it is enabled." };
        var terms = new ClientTerms(terminal);
        var command = new Command("change", "Changes what a client may do and spend; what is not named stays.") { name, newName, enable, disable };
        terms.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(enable) && parsed.GetValue(disable))
            {
                throw new CommandException("Give --enable or --disable, not both.", CommandException.WrongUsage);
            }

            using var admin = gateway.Connect(parsed);
            var client = await FindAsync(admin, parsed.GetRequiredValue(name), cancellationToken);
            var patch = terms.Read(parsed, client);
            if (parsed.GetValue(newName) is { } other)
            {
                patch["name"] = other;
            }

            if (parsed.GetValue(enable) || parsed.GetValue(disable))
            {
                patch["enabled"] = parsed.GetValue(enable);
            }

            var changed = await admin.PatchAsync<ClientJson>($"/clients/{client.Id}", patch, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal, changed);
            }
            else
            {
                ClientListing.Write(terminal, [changed]);
            }
        });
        return command;
    }

    private static Command Rotate(Terminal terminal, GatewayOptions gateway, Option<bool> json)
    {
        var name = Named();
        var overlap = new Option<string?>("--overlap")
        {
            Description = "How long the one before is accepted beside it, such as 24h; at most 30d. Default: not at all.", HelpName = "SPAN",
        };
        var command = new Command("rotate", "Gives a client a new virtual key and shows it, this once.") { name, overlap };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var client = await FindAsync(admin, parsed.GetRequiredValue(name), cancellationToken);
            var span = parsed.GetValue(overlap) is { } text ? Spans.Parse(text, overlap.Name) : TimeSpan.Zero;
            var input = new RotateInput((int)Math.Min(int.MaxValue, span.TotalSeconds));
            var rotated = await admin.PostAsync<ClientJson>($"/clients/{client.Id}/rotate", input, cancellationToken);
            Show(terminal, rotated, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Revoke(Terminal terminal, GatewayOptions gateway)
    {
        var name = Named();
        var command = new Command("revoke", "Revokes a virtual key: the next request with it is refused.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var admin = gateway.Connect(parsed);
            var client = await FindAsync(admin, parsed.GetRequiredValue(name), cancellationToken);
            await admin.DeleteAsync($"/clients/{client.Id}", cancellationToken);
            terminal.Out.WriteLine($"The virtual key of {Plain.Line(client.Name)} was revoked.");
        });
        return command;
    }

    private static void Show(Terminal terminal, ClientJson client, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal, client);
            return;
        }

        terminal.Out.WriteLine($"Virtual key of {Plain.Line(client.Name)}, shown this once:");
        terminal.Out.WriteLine($"  {client.Token}");
        if (client.RetiredUntil is { } until)
        {
            terminal.Out.WriteLine($"The one before is accepted for {Plain.Span(until - terminal.Time.GetUtcNow())} more.");
        }
    }

    private static async Task<ClientJson> FindAsync(AdminClient admin, string nameOrId, CancellationToken cancellationToken)
    {
        var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
        return clients.Items.FirstOrDefault(client => client.Id == nameOrId)
            ?? clients.Items.FirstOrDefault(client => client.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"There is no client {nameOrId}; warmpath client list shows what there is.");
    }

    private static Argument<string> Named() => new("CLIENT") { Description = "Its name or id." };
}
