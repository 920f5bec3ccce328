namespace Warmpath.Routing.Fleet;

/// <summary>The workspace that made something which lives there alone: a batch or a file (providers.md 4).</summary>
/// <param name="Key">The key through which it was made: it stands for the workspace where no answer named it.</param>
/// <param name="OrganizationId">As the answer named it; null when it did not.</param>
/// <param name="WorkspaceId">As the answer named it, or as the key is bound; null when neither is known.</param>
public sealed record Maker(KeyId Key, string? OrganizationId, string? WorkspaceId);
