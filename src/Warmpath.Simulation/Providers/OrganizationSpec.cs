using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Providers;

/// <summary>One organization of the model: what <see cref="Provider"/> is built from.</summary>
public sealed record OrganizationSpec(string Name)
{
    /// <summary>In <see cref="Limits"/>: every model class without limits of its own. Each class still has its own buckets.</summary>
    public const string AnyClass = "*";

    /// <summary>By model class. An axis that is null, or a class that is not there, is not limited.</summary>
    public IReadOnlyDictionary<string, LimitSettings> Limits { get; init; } = new Dictionary<string, LimitSettings>();

    public IReadOnlyList<KeySpec> Keys { get; init; } = [new KeySpec(Name)];
}
