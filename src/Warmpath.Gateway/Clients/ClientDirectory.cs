using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Warmpath.Storage;
using Warmpath.Storage.Clients;

namespace Warmpath.Gateway.Clients;

/// <summary>Who may use the data plane.</summary>
/// <remarks>Readers see one immutable snapshot; changes come one after the other, the store first.</remarks>
public sealed class ClientDirectory(WarmpathStore store, TimeProvider time) : IDisposable
{
    private static readonly byte[] NobodysHash = new byte[SHA256.HashSizeInBytes];

    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile FrozenDictionary<UInt128, Credential> _byHash = FrozenDictionary<UInt128, Credential>.Empty;
    private volatile IReadOnlyList<StoredClient> _all = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<StoredClient> All => _all;

    public StoredClient? Find(string id) => _all.FirstOrDefault(client => client.Id == id);

    /// <summary>The client whose virtual key this is; null when nobody's. Takes the same time for a wrong token as for a right one.</summary>
    public StoredClient? Authenticate(string token)
    {
        // What can be learned from the time of the look-up is about the token's hash, which helps nobody to a token.
        var hash = ClientToken.Hash(token);
        var credential = _byHash.GetValueOrDefault(Index(hash));
        return CryptographicOperations.FixedTimeEquals(hash, credential?.Hash ?? NobodysHash) && credential?.Until > time.GetUtcNow()
            ? credential.Client
            : null;
    }

    /// <summary>Takes over what the store holds. Call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => Publish(await store.ListClientsAsync(cancellationToken));

    /// <summary>Adds a client and makes its virtual key, which is told here and never again.</summary>
    /// <returns>Null when another client has that name (upper and lower case count as the same).</returns>
    public async Task<(StoredClient Client, string Token)?> AddAsync(string name, ClientOptions options, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (NameIsTaken_NeedsTurn(name, besides: null))
            {
                return null;
            }

            var token = ClientToken.NewVirtualKey();
            var id = $"client_{Guid.CreateVersion7(time.GetUtcNow()):N}";
            var client = new StoredClient(id, name, ClientToken.Hash(token), token[^4..], options, time.GetUtcNow());
            await store.AddClientAsync(client, cancellationToken);
            Publish([.. _all, client]);
            return (client, token);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Changes a client's name and options; its virtual keys stay.</summary>
    /// <returns>Null when another client has that name, or when the client was removed meanwhile.</returns>
    public async Task<StoredClient?> ChangeAsync(string id, string name, ClientOptions options, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (Find(id) is not { } client || NameIsTaken_NeedsTurn(name, besides: id))
            {
                return null;
            }

            return await ReplaceAsync_NeedsTurn(
                client with { Name = name, Options = options with { Retired = client.Options.Retired } }, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Gives a client a new virtual key, which is told here and never again.</summary>
    /// <param name="overlap">How long the one before is accepted beside it; zero: no longer. One that is older still ends at once.</param>
    /// <returns>Null when there is none of that id.</returns>
    public async Task<(StoredClient Client, string Token)?> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (Find(id) is not { } client)
            {
                return null;
            }

            var token = ClientToken.NewVirtualKey();
            var retired = overlap > TimeSpan.Zero ? new RetiredToken(client.TokenHash, time.GetUtcNow() + overlap) : null;
            var rotated = await ReplaceAsync_NeedsTurn(
                client with { TokenHash = ClientToken.Hash(token), Hint = token[^4..], Options = client.Options with { Retired = retired } },
                cancellationToken);
            return rotated is null ? null : (rotated, token);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Revokes a virtual key: the next request with it is refused.</summary>
    /// <returns>The client that was removed; null when there is none of that id.</returns>
    public async Task<StoredClient?> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (Find(id) is not { } client)
            {
                return null;
            }

            await store.RemoveClientAsync(id, cancellationToken);
            Publish([.. _all.Where(other => other.Id != id)]);
            return client;
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private static UInt128 Index(byte[] hash) => MemoryMarshal.Read<UInt128>(hash);

    private bool NameIsTaken_NeedsTurn(string name, string? besides) =>
        _all.Any(other => other.Id != besides && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private async Task<StoredClient?> ReplaceAsync_NeedsTurn(StoredClient client, CancellationToken cancellationToken)
    {
        if (!await store.UpdateClientAsync(client, cancellationToken))
        {
            return null;
        }

        Publish([.. _all.Select(other => other.Id == client.Id ? client : other)]);
        return client;
    }

    private void Publish(IReadOnlyList<StoredClient> clients)
    {
        _byHash = clients.SelectMany(CredentialsOf).ToFrozenDictionary(credential => Index(credential.Hash));
        _all = clients;
    }

    private static IEnumerable<Credential> CredentialsOf(StoredClient client)
    {
        yield return new(client, client.TokenHash, DateTimeOffset.MaxValue);
        if (client.Options.Retired is { } retired)
        {
            yield return new(client, retired.Hash, retired.Until);
        }
    }

    private sealed record Credential(StoredClient Client, byte[] Hash, DateTimeOffset Until);
}
