using System.Text.Json.Nodes;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Clients;

namespace Warmpath.Cli.Connect;

/// <summary>A virtual key for this person on this machine.</summary>
internal static class OwnVirtualKey
{
    /// <param name="terms">What it may do and spend, as the admin API takes it.</param>
    /// <returns>The token of a new client, named after user and host, numbered when that name is taken.</returns>
    public static async Task<string> MakeAsync(AdminClient admin, string userAtHost, JsonObject terms, CancellationToken cancellationToken)
    {
        var clients = await admin.GetAsync<Page<ClientJson>>("/clients", cancellationToken);
        var taken = clients.Items.Select(client => client.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = userAtHost;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = $"{userAtHost}-{number}";
        }

        terms["name"] = name;
        var added = await admin.PostAsync<ClientJson>("/clients", terms, cancellationToken);
        return added.Token!; // the answer to the call that made it holds it
    }
}
