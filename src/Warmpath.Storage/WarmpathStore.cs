using Warmpath.Routing.Lineages;
using Warmpath.Routing.Warmth;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.Settings;

namespace Warmpath.Storage;

/// <summary>The durable side of the gateway: keys, clients, settings and the ledger. Thread-safe.</summary>
public sealed class WarmpathStore : IAsyncDisposable
{
    /// <summary>Opens the store, creating folder, master key and schema as needed.</summary>
    /// <exception cref="StoreException">It cannot be used; the message says what is wrong and what to do.</exception>
    public static Task<WarmpathStore> OpenAsync(StoreOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    // Keys. Every change is durable when the task completes.
    public Task<IReadOnlyList<StoredKey>> ListKeysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AddKeyAsync(StoredKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <returns>False when there is no such key.</returns>
    public Task<bool> UpdateKeyAsync(StoredKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveKeyAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    // Clients.
    public Task<IReadOnlyList<StoredClient>> ListClientsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AddClientAsync(StoredClient client, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UpdateClientAsync(StoredClient client, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveClientAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    // Settings: one JSON document each.
    public Task<GatewaySettings> GetSettingsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetSettingsAsync(GatewaySettings settings, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A named value of the gateway's own, such as the admin token's hash or the catalogue's overlay; null when never set.</summary>
    public Task<byte[]?> GetValueAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetValueAsync(string name, byte[]? value, CancellationToken cancellationToken) => throw new NotSupportedException();

    // The ledger.

    /// <summary>Queues the row; the task completes when its batch is committed. Rows of one moment share a commit.</summary>
    /// <remarks>Never throws for the store's troubles: a row that cannot be written yet is kept in memory, bounded, and tried again.</remarks>
    public Task WriteAsync(LedgerRow row) => throw new NotSupportedException();

    public Task<LedgerPage> QueryAsync(LedgerQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LedgerRow?> FindRequestAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Lineages, the last served first. <paramref name="session"/> null: of all sessions.</summary>
    public Task<IReadOnlyList<LineageSummary>> ListLineagesAsync(string? session, DateTimeOffset? before, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Deletes rows older than the given moment; returns how many.</summary>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Homes of the last day and cache entries of the last hour, oldest first, for <c>Router.Restore</c>.</summary>
    public Task<(IReadOnlyList<LineageRecord> Lineages, IReadOnlyList<(Warmpath.Routing.KeyId Key, WarmTouch Touch)> Warmth)> ReadRoutingStateAsync(
        DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

/// <summary>The store cannot be used; the message is for a person and says what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
