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
    private volatile FrozenDictionary<UInt128, StoredClient> _byHash = FrozenDictionary<UInt128, StoredClient>.Empty;
    private volatile IReadOnlyList<StoredClient> _all = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<StoredClient> All => _all;

    public StoredClient? Find(string id) => _all.FirstOrDefault(client => client.Id == id);

    /// <summary>The client whose virtual key this is; null when nobody's. Takes the same time for a wrong token as for a right one.</summary>
    public StoredClient? Authenticate(string token)
    {
        // What can be learned from the time of the look-up is about the token's hash, which helps nobody to a token.
        var hash = ClientToken.Hash(token);
        var client = _byHash.GetValueOrDefault(Index(hash));
        return CryptographicOperations.FixedTimeEquals(hash, client?.TokenHash ?? NobodysHash) ? client : null;
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

    /// <summary>Changes a client's name and options.</summary>
    /// <returns>False when another client has that name, or when the client was removed meanwhile.</returns>
    public async Task<bool> ChangeAsync(StoredClient client, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (NameIsTaken_NeedsTurn(client.Name, besides: client.Id) || !await store.UpdateClientAsync(client, cancellationToken))
            {
                return false;
            }

            Publish([.. _all.Select(other => other.Id == client.Id ? client : other)]);
            return true;
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

    private void Publish(IReadOnlyList<StoredClient> clients)
    {
        _byHash = clients.ToFrozenDictionary(client => Index(client.TokenHash));
        _all = clients;
    }
}
