namespace Warmpath.Storage.Ledger;

/// <summary>The ways of routing whose sums are kept beside one another, by name.</summary>
public static class CounterfactualWays
{
    /// <summary>What really happened, as the providers counted it.</summary>
    public const string Real = "real";

    /// <summary>Estimated: the requests sent to the keys that really served them, counted by the model; its distance from <see cref="Real"/> is the model's error.</summary>
    public const string AsRouted = "as-routed";

    /// <summary>Estimated: every try to the next key in turn.</summary>
    public const string RoundRobin = "round-robin";

    /// <summary>Estimated: everything through the first key.</summary>
    public const string SingleKey = "single-key";
}
