using Microsoft.AspNetCore.Http;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.DataPlane;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Admitting;

/// <summary>Finds the client of a request by its virtual key.</summary>
internal static class VirtualKeys
{
    private const string Bearer = "Bearer ";

    /// <summary>
    /// Either header may hold it: an auth token comes as Bearer, an API key as <c>x-api-key</c>, and <c>apiKeyHelper</c> sends both
    /// (claude-code-gateway-protocol.md 2).
    /// </summary>
    public static StoredClient? Find(IHeaderDictionary headers, ClientDirectory clients)
    {
        foreach (var key in headers["x-api-key"])
        {
            if (!string.IsNullOrEmpty(key) && clients.Authenticate(key) is { } client)
            {
                return client;
            }
        }

        foreach (var authorization in headers.Authorization)
        {
            if (authorization is not null
                && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                && clients.Authenticate(authorization[Bearer.Length..].Trim()) is { } client)
            {
                return client;
            }
        }

        return null;
    }

    /// <returns>Null: the client's virtual key holds.</returns>
    public static ApiError? WhyRefused(StoredClient client, DateTimeOffset now) =>
        !client.Options.Enabled ? ApiError.Disabled(client.Name)
        : client.Options.ExpiresAt is { } end && end <= now ? ApiError.Expired(client.Name, end)
        : null;

    /// <param name="model">As the client wrote it; empty where a request names none, such as the list of models.</param>
    public static bool MayUse(StoredClient client, string model) =>
        client.Options.Models is not { } allowed || model.Length == 0 || allowed.Any(name => name.EndsWith('*')
            ? model.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal)
            : model == name);
}
