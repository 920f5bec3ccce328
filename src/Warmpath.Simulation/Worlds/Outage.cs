namespace Warmpath.Simulation.Worlds;

/// <summary>An organization, or one key of it, answers every request with an error for a while.</summary>
/// <param name="From">From the start of the trace.</param>
/// <param name="Until">Not included.</param>
public sealed record Outage(string Organization, TimeSpan From, TimeSpan Until) : Trouble
{
    /// <summary>Null: all keys of the organization.</summary>
    public string? Key { get; init; }

    public bool Strikes(string organization, string key, TimeSpan at) =>
        Organization == organization && (Key is null || Key == key) && From <= at && at < Until;
}
