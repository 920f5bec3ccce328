using System.CommandLine;
using System.Text.Json.Nodes;
using Warmpath.Cli.Clients;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Clients;

namespace Warmpath.Cli.Connect;

/// <summary>The virtual key that an agent is connected with: the given one, the one that a file has already, or a new one for this person on this machine.</summary>
internal sealed class OwnVirtualKey(Terminal terminal, GatewayOptions gateway)
{
    private readonly Option<string?> _given = new("--client-key")
    {
        Description = "A virtual key to use. Default: a new one, named after user and host.", HelpName = "KEY", Recursive = true,
    };

    private readonly ClientTerms _terms = new(terminal);

    public void AddTo(Command command)
    {
        command.Add(_given);
        _terms.AddTo(command);
    }

    /// <param name="known">The one that a file written before has for this gateway.</param>
    /// <exception cref="CommandException">What was given is no virtual key, or terms are for a new one and there is one already.</exception>
    public async Task<string> TokenAsync(ParseResult parsed, CancellationToken cancellationToken, string? known = null)
    {
        var given = parsed.GetValue(_given);
        if (given is not null && !ClientToken.IsVirtualKey(given))
        {
            throw new CommandException(
                $"{_given.Name} is no virtual key, which begins with wp- and is shown when it is made; without the option a new one is made.", CommandException.WrongUsage);
        }

        if ((given ?? known) is { } token)
        {
            return _terms.Given(parsed) is not { } term ? token : throw new CommandException(
                $"{term} is for a new virtual key, and there is one already{(given is null ? " in the file" : "")}; warmpath client change gives it other terms.",
                CommandException.WrongUsage);
        }

        using var admin = gateway.Connect(parsed);
        return await MakeAsync(admin, _terms.Read(parsed, current: null), cancellationToken);
    }

    // Named after user and host, numbered when that name is taken.
    private async Task<string> MakeAsync(AdminClient admin, JsonObject terms, CancellationToken cancellationToken)
    {
        var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
        var taken = clients.Items.Select(client => client.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = terminal.UserAtHost;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = $"{terminal.UserAtHost}-{number}";
        }

        terms["name"] = name;
        var added = await admin.PostAsync<ClientJson>("/clients", terms, cancellationToken);
        return added.Token!; // the answer to the call that made it holds it
    }
}
