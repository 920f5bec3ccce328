using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Warmpath.Gateway.Upstream;

/// <summary>The header rule towards the provider: everything as it came but a few names (contract.md, Data plane).</summary>
/// <remarks>
/// An open list on purpose: <c>anthropic-beta</c> and other <c>anthropic-*</c> headers travel in pairs with body fields, and their set
/// grows with every client release. <c>anthropic-version</c> is never made up.
/// </remarks>
internal static class RequestHeaders
{
    private const string Workspace = "anthropic-workspace-id";

    // Expect: the server has answered it, and the whole body is here.
    private static readonly FrozenSet<string> Consumed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Host", "Content-Length", "Authorization", "x-api-key", "Accept-Encoding", "Expect");

    /// <param name="secret">The provider key.</param>
    /// <param name="workspace">The workspace bound to the key, which wins over the client's own; null when none is.</param>
    public static void Copy(IHeaderDictionary from, HttpRequestMessage to, string secret, string? workspace)
    {
        var connection = from.Connection;
        foreach (var (name, values) in from)
        {
            if (Consumed.Contains(name)
                || HopByHop.Includes(name, connection)
                || (workspace is not null && name.Equals(Workspace, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            Add(to, name, values);
        }

        to.Headers.TryAddWithoutValidation("x-api-key", secret);

        // What comes back is read while it is relayed, so it must come in clear.
        to.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (workspace is not null)
        {
            to.Headers.TryAddWithoutValidation(Workspace, workspace);
        }
    }

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
