using Warmpath.Mock.Http;

namespace Warmpath.Mock.Accounts;

/// <summary>Whose call it is.</summary>
internal sealed class MockKeyRing
{
    private const string WorkspaceHeader = "anthropic-workspace-id";

    private readonly Dictionary<string, MockKey> _bySecret;

    public MockKeyRing(IEnumerable<MockOrganization> organizations)
    {
        Keys = [.. organizations.SelectMany(KeysOf)];
        _bySecret = Keys.ToDictionary(key => key.Secret);
    }

    public IReadOnlyList<MockKey> Keys { get; }

    /// <summary>By <c>x-api-key</c> or <c>Authorization: Bearer</c>; null when neither names a key.</summary>
    public MockKey? Find(HttpRequest request)
    {
        const string bearer = "Bearer ";
        string? secret = request.Headers["x-api-key"];
        string? authorization = request.Headers.Authorization;
        secret ??= authorization?.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) == true ? authorization[bearer.Length..] : null;
        return secret is null ? null : _bySecret.GetValueOrDefault(secret);
    }

    /// <summary>The workspace of a call: the key's only one, or the one that the call names.</summary>
    /// <returns>Its position in <see cref="MockKey.Workspaces"/>; -1 with the error.</returns>
    public static int WorkspaceOf(MockKey key, HttpRequest request, out ProviderError? error)
    {
        string? named = request.Headers[WorkspaceHeader];
        error = null;
        if (named is null && key.Workspaces.Count == 1)
        {
            return 0;
        }

        if (named is null)
        {
            error = ProviderError.InvalidRequest($"{WorkspaceHeader}: this key reaches several workspaces; the header has to name one.");
            return -1;
        }

        var index = Array.IndexOf([.. key.WorkspaceIds], named);
        if (index < 0)
        {
            error = new(403, "permission_error", $"{WorkspaceHeader}: this key has no access to that workspace.");
        }

        return index;
    }

    private static IEnumerable<MockKey> KeysOf(MockOrganization organization)
    {
        string[] workspaces = [.. organization.WorkspaceNames];
        for (var i = 0; i < organization.Keys; i++)
        {
            yield return new($"{organization.Name}-{i + 1}", organization, [workspaces[i % workspaces.Length]]);
        }

        if (workspaces.Length > 1)
        {
            yield return new($"{organization.Name}-all", organization, workspaces);
        }
    }
}
