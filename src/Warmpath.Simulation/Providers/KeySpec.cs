namespace Warmpath.Simulation.Providers;

/// <summary>A door to an organization.</summary>
/// <param name="Name">A name or a secret; no two keys of a provider share it.</param>
/// <param name="Workspace">Whose cache it uses.</param>
public sealed record KeySpec(string Name, string Workspace = "default")
{
    /// <summary>By which a gateway knows it, and ranks it where all else is equal; null = its name.</summary>
    public string? Id { get; init; }
}
