using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Upstream;

/// <summary>The header rule towards the provider: everything as it came but a few names (contract.md, Data plane).</summary>
/// <remarks>
/// An open list on purpose: <c>anthropic-beta</c> and other <c>anthropic-*</c> headers travel in pairs with body fields, and their set
/// grows with every client release. <c>anthropic-version</c> is never made up.
/// </remarks>
internal static class RequestHeaders
{

    // Expect: the server has answered it, and the whole body is here.
    private static readonly FrozenSet<string> Consumed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Host", "Content-Length", "Authorization", "x-api-key", "Accept-Encoding", "Expect");

    /// <param name="secret">The provider key.</param>
    /// <param name="key">Whose it is. A workspace bound to it wins over the client's own.</param>
    public static void Copy(IHeaderDictionary from, HttpRequestMessage to, string secret, KeyConfig key)
    {
        var workspace = key.BoundWorkspaceId is null ? null : WorkspaceOf(key.Provider);
        var connection = from.Connection;
        foreach (var (name, values) in from)
        {
            if (Consumed.Contains(name)
                || HopByHop.Includes(name, connection)
                || (workspace is not null && name.Equals(workspace, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            Add(to, name, values);
        }

        Authenticate(to, secret, key);

        // What comes back is read while it is relayed, so it must come in clear.
        to.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
    }

    /// <summary>Adds the credential, and the workspace that is bound to it.</summary>
    public static void Authenticate(HttpRequestMessage to, string secret, KeyConfig key)
    {
        if (key.Provider == Providers.OpenAI)
        {
            to.Headers.TryAddWithoutValidation("Authorization", "Bearer " + secret);
        }
        else
        {
            to.Headers.TryAddWithoutValidation("x-api-key", secret);
        }

        if (key.BoundWorkspaceId is { } workspace)
        {
            to.Headers.TryAddWithoutValidation(WorkspaceOf(key.Provider), workspace);
        }
    }

    private static string WorkspaceOf(string provider) => provider == Providers.OpenAI ? "OpenAI-Project" : "anthropic-workspace-id";

    private static void Add(HttpRequestMessage to, string name, StringValues values)
    {
        if (!TryAdd(to.Headers, name, values))
        {
            // Content-Type and its like belong to the body in this client library, be there a body or not.
            to.Content ??= new ByteArrayContent([]);
            TryAdd(to.Content.Headers, name, values);
        }
    }

    // One value, as nearly all have, needs no box and no enumerator.
    private static bool TryAdd(HttpHeaders to, string name, StringValues values) => values.Count == 1
        ? to.TryAddWithoutValidation(name, values[0])
        : to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
}
