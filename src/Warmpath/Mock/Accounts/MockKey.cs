namespace Warmpath.Mock.Accounts;

/// <summary>A key of the mock. Its secret is made from its name, opens nothing but the mock, and so is no secret.</summary>
/// <param name="Workspaces">One, or all of its organization's: then a call has to name one.</param>
public sealed record MockKey(string Name, MockOrganization Organization, IReadOnlyList<string> Workspaces)
{
    public string Secret => $"sk-ant-mock-{Name}";

    /// <summary>The organization's UUID, as in the header <c>anthropic-organization-id</c>.</summary>
    public string OrganizationId => MockIds.Organization(Organization.Name);

    /// <summary>Ids as in the header <c>anthropic-workspace-id</c>, in the order of <see cref="Workspaces"/>.</summary>
    public IReadOnlyList<string> WorkspaceIds => [.. Workspaces.Select(workspace => MockIds.Workspace(Organization.Name, workspace))];

    /// <summary>The same workspaces as OpenAI's projects, with ids as in its header <c>openai-project</c>.</summary>
    public IReadOnlyList<string> ProjectIds => [.. Workspaces.Select(workspace => MockIds.Project(Organization.Name, workspace))];
}
