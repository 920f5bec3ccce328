namespace Warmpath.Mock.Accounts;

/// <summary>The keys that there are.</summary>
internal sealed class MockKeyRing
{
    private readonly Dictionary<string, MockKey> _bySecret;

    public MockKeyRing(IEnumerable<MockOrganization> organizations)
    {
        Keys = [.. organizations.SelectMany(KeysOf)];
        _bySecret = Keys.ToDictionary(key => key.Secret);
    }

    public IReadOnlyList<MockKey> Keys { get; }

    /// <returns>Null when it is no key's secret.</returns>
    public MockKey? Find(string? secret) => secret is null ? null : _bySecret.GetValueOrDefault(secret);

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
