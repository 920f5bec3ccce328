namespace Warmpath.Simulation.Providers;

/// <summary>What becomes of a request that is larger than the whole input bucket.</summary>
public enum OversizePolicy
{
    /// <summary>It passes when the bucket is full, and leaves it negative.</summary>
    Debt,

    /// <summary>It is always refused.</summary>
    Reject,
}
