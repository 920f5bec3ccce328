using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Fleet;

/// <summary>One provider key as people configured it and as responses revealed it. The secret is not part of routing.</summary>
public sealed record KeyConfig
{
    public required KeyId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="Providers"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>http or https, without a trailing slash.</summary>
    public required string BaseUrl { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>No new lineage; living ones stay until their cache is cold.</summary>
    public bool Draining { get; init; }

    /// <summary>What a person called the organization; groups keys until responses tell.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Sent upstream as <c>anthropic-workspace-id</c>, or as <c>OpenAI-Project</c>; null for a key of one workspace.</summary>
    public string? BoundWorkspaceId { get; init; }

    /// <summary>From <c>anthropic-organization-id</c> or <c>openai-organization</c>; null until a response named it.</summary>
    public string? DiscoveredOrganizationId { get; init; }

    /// <summary>From <c>anthropic-workspace-id</c> or <c>openai-project</c>; null until a response named it.</summary>
    public string? DiscoveredWorkspaceId { get; init; }

    /// <summary>By model class, <c>*</c> for any other; null or a missing class: learned from responses.</summary>
    public IReadOnlyDictionary<string, LimitSettings>? Limits { get; init; }
}
