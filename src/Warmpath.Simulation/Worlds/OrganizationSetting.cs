namespace Warmpath.Simulation.Worlds;

/// <summary>A number that <c>--org</c> may set.</summary>
public sealed record OrganizationSetting(string Name, long Least = 1, long Most = OrganizationSetting.MostTokens)
{
    /// <summary>A limit above it is a slip of somebody's pen.</summary>
    public const long MostTokens = 1_000_000_000_000;

    public const long MostKeys = 1000;
}
