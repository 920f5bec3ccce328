using Warmpath.Gateway.Clients;

namespace Warmpath.Gateway.Admin.Requests;

/// <summary>The names of the clients that there are now, beside whose ids the ledger shows them.</summary>
public sealed class ClientNames(ClientDirectory clients)
{
    private readonly Dictionary<string, string> _byId = clients.All.ToDictionary(client => client.Id, client => client.Name);

    /// <returns>Null when there is none of that id any more.</returns>
    public string? Of(string id) => _byId.GetValueOrDefault(id);
}
