namespace Warmpath.Routing.Fleet;

/// <summary>The workspace that made something which lives there alone: a batch, a file, a skill, or what OpenAI stores (providers.md 4, 7.3).</summary>
/// <param name="Key">The key through which it was made: it stands for the workspace where no answer named it.</param>
/// <param name="OrganizationId">As the answer named it; null when it did not.</param>
/// <param name="WorkspaceId">As the answer named it, or as the key is bound; null when neither is known.</param>
public sealed record Maker(KeyId Key, string? OrganizationId, string? WorkspaceId)
{
    /// <summary>The workspace that a key opens.</summary>
    public static Maker Of(KeyConfig key) => new(key.Id, key.DiscoveredOrganizationId, key.DiscoveredWorkspaceId ?? key.BoundWorkspaceId);

    /// <summary>Whether both are known to be one workspace.</summary>
    public bool IsSame(Maker other) => WorkspaceId is not null && other.WorkspaceId is not null
        ? WorkspaceId == other.WorkspaceId && (Key == other.Key || OrganizationId == other.OrganizationId)
        : Key == other.Key;
}
