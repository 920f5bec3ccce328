using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Events;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>What people do to clients: checked, kept, put in force, and written down with who did it.</summary>
public sealed class ClientOperations(ClientDirectory directory, Allowances allowances, EventJournal journal, TimeProvider time)
{
    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<ClientJson> List() => [.. directory.All.Select(client => Show(client))];

    /// <returns>Null when there is none of that id.</returns>
    public ClientJson? Find(string id) => directory.Find(id) is { } client ? Show(client) : null;

    /// <returns>The client with its virtual key, told this once.</returns>
    /// <param name="by">Who does it, for the events.</param>
    public async Task<Outcome<ClientJson>> AddAsync(ClientInput input, string by, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        ClientRules.Check(input, faults);
        ClientRules.CheckEnd(input.ExpiresAt, time.GetUtcNow(), faults);
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
        return Outcome.Done(Show(client, token));
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
            if (input.ExpiresAt != client.Options.ExpiresAt)
            {
                ClientRules.CheckEnd(input.ExpiresAt, time.GetUtcNow(), faults);
            }
        }

        if (faults.Any)
        {
            return Outcome.Invalid<ClientJson>(faults);
        }

        if (await directory.ChangeAsync(id, input!.Name!, input.Options, cancellationToken) is not { } changed)
        {
            return Outcome.NameTaken<ClientJson>("client", input.Name!);
        }

        if (Changes.Between(ClientInput.Of(client), ClientInput.Of(changed)) is { } changes)
        {
            journal.Done("client_changed", changed.Name, $"Client {changed.Name} was changed: {changes}.", by);
        }

        return Outcome.Done(Show(changed));
    }

    /// <summary>Gives a client a new virtual key.</summary>
    /// <returns>The client with its new virtual key, told this once.</returns>
    public async Task<Outcome<ClientJson>> RotateAsync(string id, RotateInput input, string by, CancellationToken cancellationToken)
    {
        if (input.OverlapSeconds is < 0 or > ClientRules.LongestOverlapSeconds)
        {
            var faults = new Faults();
            faults.Add("overlapSeconds", $"must be 0 to {ClientRules.LongestOverlapSeconds}");
            return Outcome.Invalid<ClientJson>(faults);
        }

        if (await directory.RotateAsync(id, TimeSpan.FromSeconds(input.OverlapSeconds), cancellationToken) is not var (client, token))
        {
            return Outcome.Unknown<ClientJson>();
        }

        journal.Done("client_rotated", client.Name, $"Client {client.Name} was given a new virtual key.", by);
        return Outcome.Done(Show(client, token));
    }

    /// <summary>The next request with the client's virtual key is refused.</summary>
    /// <returns>False when there is none of that id.</returns>
    public async Task<bool> RevokeAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (await directory.RemoveAsync(id, cancellationToken) is not { } client)
        {
            return false;
        }

        allowances.Forget(id);
        journal.Done("client_revoked", client.Name, $"The virtual key of client {client.Name} was revoked.", by);
        return true;
    }

    private ClientJson Show(StoredClient client, string? token = null) =>
        ClientJson.Of(client, allowances.UsageOf(client), time.GetUtcNow(), token);
}
