using System.Collections.Frozen;
using System.Threading.Channels;
using Warmpath.Routing;
using Warmpath.Routing.Fleet;
using Warmpath.Storage;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Keys;

/// <summary>The provider keys of the running gateway: the one place where store, router and secrets are changed together.</summary>
/// <remarks>Readers see one immutable snapshot; changes come one after the other, the store first, so that what is in force is also durable.</remarks>
public sealed class KeyRing(WarmpathStore store, Router router, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    // Bounded by dropping the newest: what is dropped is named again by the key's next response.
    private readonly Channel<Discovery> _discoveries =
        Channel.CreateBounded<Discovery>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private volatile FrozenDictionary<string, StoredKey> _byId = FrozenDictionary<string, StoredKey>.Empty;
    private volatile IReadOnlyList<StoredKey> _all = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<StoredKey> All => _all;

    internal ChannelReader<Discovery> Discoveries => _discoveries.Reader;

    public StoredKey? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The secret to send upstream; null when the key was removed meanwhile.</summary>
    public string? SecretOf(KeyId key) => Find(key.Value)?.Secret;

    /// <summary>Takes over what the store holds. Call once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Publish(await store.ListKeysAsync(cancellationToken));
        foreach (var key in _all)
        {
            router.SetKey(key.Config, time.GetUtcNow());
        }
    }

    /// <returns><see cref="KeyChange.Done"/> or <see cref="KeyChange.NameTaken"/>.</returns>
    public async Task<KeyChange> AddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        if (NameIsTaken_NeedsTurn(key))
        {
            return KeyChange.NameTaken;
        }

        await store.AddKeyAsync(key, cancellationToken);
        Publish([.. _all, key]);
        router.SetKey(key.Config, time.GetUtcNow());
        return KeyChange.Done;
    }

    /// <summary>Changes a key. A new secret or base URL makes it another door: its pools are unknown again and its health is forgotten.</summary>
    /// <param name="change">From the key as it is now to what it shall be; null gives up. Runs while other changes wait.</param>
    public async Task<KeyChange> ChangeAsync(string id, Func<StoredKey, StoredKey?> change, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        if (Find(id) is not { } before)
        {
            return KeyChange.Unknown;
        }

        if (change(before) is not { } after)
        {
            return KeyChange.Refused;
        }

        if (NameIsTaken_NeedsTurn(after))
        {
            return KeyChange.NameTaken;
        }

        var anotherDoor = after.Secret != before.Secret || after.Config.BaseUrl != before.Config.BaseUrl;

        // The router has read of pools before they were written down here, and takes their absence for another door.
        var known = anotherDoor ? null : router.View(time.GetUtcNow()).Keys.FirstOrDefault(view => view.Config.Id == after.Config.Id)?.Config;
        after = after with
        {
            Config = after.Config with
            {
                DiscoveredOrganizationId = known?.DiscoveredOrganizationId, DiscoveredWorkspaceId = known?.DiscoveredWorkspaceId,
            },
        };
        await ReplaceAsync_NeedsTurn(after, cancellationToken);
        if (anotherDoor)
        {
            router.RemoveKey(after.Config.Id, time.GetUtcNow());
        }

        router.SetKey(after.Config, time.GetUtcNow());
        return KeyChange.Done;
    }

    /// <returns>The key that was removed; null when there is none of that id.</returns>
    public async Task<StoredKey?> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        if (Find(id) is not { } key)
        {
            return null;
        }

        await store.RemoveKeyAsync(id, cancellationToken);
        Publish([.. _all.Where(other => other.Config.Id != key.Config.Id)]);
        router.RemoveKey(key.Config.Id, time.GetUtcNow());
        return key;
    }

    /// <summary>A response named the key's pools; kept so that a restart knows them. Returns at once.</summary>
    public void Discovered(KeyId key, string? organizationId, string? workspaceId)
    {
        if (Find(key.Value) is { } known && IsNews(known.Config, organizationId, workspaceId))
        {
            _discoveries.Writer.TryWrite(new Discovery(known, organizationId, workspaceId));
        }
    }

    /// <summary>Writes a discovery down. The router needs no telling: it has read the same response.</summary>
    internal async Task KeepAsync(Discovery discovery, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var (seen, organizationId, workspaceId) = discovery;
        if (Find(seen.Config.Id.Value) is { } key
            && key.Secret == seen.Secret && key.Config.BaseUrl == seen.Config.BaseUrl // else the response was the old door's
            && IsNews(key.Config, organizationId, workspaceId))
        {
            var config = key.Config with
            {
                DiscoveredOrganizationId = organizationId ?? key.Config.DiscoveredOrganizationId,
                DiscoveredWorkspaceId = workspaceId ?? key.Config.DiscoveredWorkspaceId,
            };
            await ReplaceAsync_NeedsTurn(key with { Config = config }, cancellationToken);
        }
    }

    public void Dispose() => _changing.Dispose();

    private static bool IsNews(KeyConfig config, string? organizationId, string? workspaceId) =>
        (organizationId is not null && organizationId != config.DiscoveredOrganizationId)
        || (workspaceId is not null && workspaceId != config.DiscoveredWorkspaceId);

    private async Task ReplaceAsync_NeedsTurn(StoredKey key, CancellationToken cancellationToken)
    {
        await store.UpdateKeyAsync(key, cancellationToken);
        Publish([.. _all.Select(other => other.Config.Id == key.Config.Id ? key : other)]);
    }

    private bool NameIsTaken_NeedsTurn(StoredKey key) => _all.Any(other =>
        other.Config.Id != key.Config.Id && other.Config.Name.Equals(key.Config.Name, StringComparison.OrdinalIgnoreCase));

    private void Publish(IReadOnlyList<StoredKey> keys)
    {
        _byId = keys.ToFrozenDictionary(key => key.Config.Id.Value);
        _all = keys;
    }

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        return new Turn(_changing);
    }

    private readonly struct Turn(SemaphoreSlim changing) : IDisposable
    {
        public void Dispose() => changing.Release();
    }

    /// <summary>What a response named, and the key as it was when the response came.</summary>
    internal sealed record Discovery(StoredKey Key, string? OrganizationId, string? WorkspaceId);
}
