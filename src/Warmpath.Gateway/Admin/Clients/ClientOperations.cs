using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Events;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What people do to clients: checked, kept, put in force, and written down with who did it.</summary>
public sealed class ClientOperations(ClientDirectory directory, EventJournal journal)
{
    /// <returns>The client with its virtual key, told this once.</returns>
    /// <param name="by">Who does it, for the events.</param>
    public async Task<Outcome<ClientJson>> AddAsync(ClientInput input, string by, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        ClientRules.Check(input, faults);
        if (faults.Any)
        {
            return Outcome.Invalid<ClientJson>(faults);
        }

        var added = await directory.AddAsync(input.Name!, input.Options, cancellationToken); // a valid one has a name
        if (added is not var (client, token))
        {
            return Outcome.NameTaken<ClientJson>("client", input.Name!);
        }

        journal.Done("client_added", client.Name, $"Client {client.Name} was added.", by);
        return Outcome.Done(ClientJson.Of(client, token));
    }

    /// <param name="edit">From what people said of the client to what they say now; null with faults refuses.</param>
    public async Task<Outcome<ClientJson>> ChangeAsync(
        string id, Func<ClientInput, Faults, ClientInput?> edit, string by, CancellationToken cancellationToken)
    {
        if (directory.Find(id) is not { } client)
        {
            return Outcome.Unknown<ClientJson>();
        }

        var faults = new Faults();
        var input = edit(ClientInput.Of(client), faults);
        if (input is not null)
        {
            ClientRules.Check(input, faults);
        }

        if (faults.Any)
        {
            return Outcome.Invalid<ClientJson>(faults);
        }

        var changed = client with { Name = input!.Name!, Options = input.Options };
        if (!await directory.ChangeAsync(changed, cancellationToken))
        {
            return Outcome.NameTaken<ClientJson>("client", changed.Name);
        }

        journal.Done("client_changed", changed.Name, $"Client {changed.Name} was changed.", by);
        return Outcome.Done(ClientJson.Of(changed));
    }

    /// <summary>The next request with the client's virtual key is refused.</summary>
    /// <returns>False when there is none of that id.</returns>
    public async Task<bool> RevokeAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (await directory.RemoveAsync(id, cancellationToken) is not { } client)
        {
            return false;
        }

        journal.Done("client_revoked", client.Name, $"The virtual key of client {client.Name} was revoked.", by);
        return true;
    }
}
