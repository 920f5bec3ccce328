using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Providers;

/// <summary>One organization of the model: what <see cref="Provider"/> is built from.</summary>
public sealed record OrganizationSpec(string Name)
{
    /// <summary>In <see cref="Limits"/>: every model class without limits of its own. Each class still has its own buckets.</summary>
    public const string AnyClass = "*";

    /// <summary>By model class. An axis that is null, or a class that is not there, is not limited.</summary>
    public IReadOnlyDictionary<string, LimitSettings> Limits { get; init; } = new Dictionary<string, LimitSettings>();

    /// <summary>Lower limits that workspaces have besides, by workspace, then as <see cref="Limits"/>. Both have to admit a request.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, LimitSettings>> WorkspaceLimits { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, LimitSettings>>();

    public IReadOnlyList<KeySpec> Keys { get; init; } = [new KeySpec(Name)];

    /// <summary>The limits of a class, of the organization or of one of its workspaces; null when it has none.</summary>
    public LimitSettings? LimitsOf(string? workspace, string modelClass) =>
        (workspace is null ? Limits : WorkspaceLimits.GetValueOrDefault(workspace)) is { } limits
            ? limits.GetValueOrDefault(modelClass) ?? limits.GetValueOrDefault(AnyClass)
            : null;
}
