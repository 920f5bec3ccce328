using Warmpath.Routing;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Keys;

/// <summary>The provider keys of the running gateway: the one place where store, router and secrets are changed together.</summary>
public sealed class KeyRing
{
    /// <summary>The secret to send upstream; null when the key was removed meanwhile.</summary>
    public string? SecretOf(KeyId key) => throw new NotSupportedException();

    public IReadOnlyList<StoredKey> All => throw new NotSupportedException();

    /// <summary>A response named the key's pools; kept so that a restart knows them. Returns at once.</summary>
    public void Discovered(KeyId key, string? organizationId, string? workspaceId) => throw new NotSupportedException();
}
