using Warmpath.Routing.Limits;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>What people may say of a key. In a PATCH every field is optional.</summary>
public sealed record KeyInput
{
    /// <summary>1 to 100 characters without control characters; unique among keys.</summary>
    public string? Name { get; init; }

    /// <summary><c>anthropic</c> or <c>openai</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's API key; never returned.</summary>
    public string? Secret { get; init; }

    /// <summary>http or https; the provider's own unless given.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>What people call the organization; groups keys until responses name it.</summary>
    public string? Organization { get; init; }

    /// <summary>Sent upstream as <c>anthropic-workspace-id</c>, or as <c>OpenAI-Project</c>; multi-workspace keys need it.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>By model class, <c>*</c> for any other; learned from the provider's response headers unless given.</summary>
    public IReadOnlyDictionary<string, LimitSettings>? Limits { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>No new lineage; living ones stay until their cache is cold.</summary>
    public bool? Draining { get; init; }

    /// <summary>Without the secret: a record's own text would show it in logs and exceptions.</summary>
    public override string ToString() => $"key {Name}";
}
