using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Cli.Connect;

/// <summary>A virtual key for this person on this machine.</summary>
internal static class VirtualKeys
{
    /// <returns>The token of a new client, named after user and host, numbered when that name is taken.</returns>
    public static async Task<string> MakeAsync(AdminClient admin, string userAtHost, CancellationToken cancellationToken)
    {
        var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
        var taken = clients.Items.Select(client => client.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = userAtHost;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = $"{userAtHost}-{number}";
        }

        var added = await admin.PostAsync<ClientJson>("/clients", new ClientInput(name), cancellationToken);
        return added.Token!; // the answer to the call that made it holds it
    }
}
