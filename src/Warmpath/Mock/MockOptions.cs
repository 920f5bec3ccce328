using Warmpath.Mock.Accounts;

namespace Warmpath.Mock;

/// <summary>What a <see cref="MockServer"/> plays.</summary>
public sealed record MockOptions
{
    /// <summary>Where it listens: one URL, http, port 0 = any free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>At least one; names differ.</summary>
    public IReadOnlyList<MockOrganization> Organizations { get; init; } = MockOrganization.Defaults;

    /// <summary>How slowly it answers, as a factor on the model's latencies: 1 = like the provider, 0 = at once.</summary>
    public double LatencyFactor { get; init; } = 1;

    /// <summary>Whether the request log holds the bodies, for tests that compare what was sent with what arrived.</summary>
    public bool KeepBodies { get; init; }
}
