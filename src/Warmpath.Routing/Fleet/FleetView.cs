using Warmpath.Routing.Health;

namespace Warmpath.Routing.Fleet;

/// <summary>The fleet at one moment, for people: read by admin API, CLI and dashboard. A copy; nothing in it changes.</summary>
public sealed record FleetView
{
    public required IReadOnlyList<KeyView> Keys { get; init; }

    public required IReadOnlyList<OrganizationView> Organizations { get; init; }

    /// <summary>Requests held by the gateway now.</summary>
    public required int Waiting { get; init; }

    /// <summary>Zero when none waits.</summary>
    public required TimeSpan OldestWait { get; init; }

    /// <summary>Lineages with a home that may still be warm.</summary>
    public required int Lineages { get; init; }

    public required ForecastAccuracy Forecast { get; init; }

    /// <summary>By model: how sizes are turned into tokens, and how well.</summary>
    public required IReadOnlyList<TokenEstimate> TokenEstimates { get; init; }
}

/// <summary>One key. <paramref name="Until"/> is set for states that end by themselves.</summary>
/// <param name="Headroom">The less of what the organization and the workspace can still admit, by model class.</param>
public sealed record KeyView(
    KeyConfig Config,
    PoolId Organization,
    PoolId Workspace,
    KeyStatus Status,
    string? Reason,
    DateTimeOffset? Until,
    IReadOnlyList<BlockedModel> BlockedModels,
    IReadOnlyList<HeadroomView> Headroom,
    int InFlight);

/// <summary>An organization or a workspace.</summary>
/// <param name="Id">The provider's id; the declared name, or null, until a response named it.</param>
/// <param name="Discovered">True when a response named it.</param>
public sealed record PoolId(string? Id, string? Name, bool Discovered);

/// <summary>A model that a key may not use, or that its organization lacks.</summary>
/// <param name="Until">UTC: then it is asked again.</param>
public sealed record BlockedModel(string Model, string Reason, DateTimeOffset Until);

/// <summary>What a limit pool can still admit now; null = unknown. Estimates between responses.</summary>
public sealed record HeadroomView(string ModelClass, BucketView? Requests, BucketView? InputTokens, BucketView? OutputTokens);

/// <summary>One limit a minute, and what of it is left now; in requests or tokens.</summary>
public sealed record BucketView(long Limit, long Remaining);

/// <summary>One organization with the keys that share its limits.</summary>
/// <param name="Workspaces">What lower limits some of its workspaces have besides, by workspace and model class.</param>
public sealed record OrganizationView(
    PoolId Id,
    IReadOnlyList<KeyId> Keys,
    IReadOnlyList<HeadroomView> Headroom,
    int LineagesAtHome,
    int Waiting,
    IReadOnlyList<WorkspaceHeadroom> Workspaces);

/// <summary>What a workspace's own limits can still admit; an axis is null where it has none of its own.</summary>
/// <param name="Workspace">The provider's id; null until a response named it.</param>
public sealed record WorkspaceHeadroom(string? Workspace, HeadroomView Headroom);

/// <summary>How far the forecast of cached tokens was off, over all answers since start.</summary>
/// <param name="MeanSignedError">Mean of expected minus read tokens: positive = too hopeful.</param>
public sealed record ForecastAccuracy(long Answers, double MeanSignedError, double MeanAbsoluteError);

/// <summary>The estimate of a model's tokens, learned from its answers.</summary>
/// <param name="MeanErrorShare">Mean of the absolute error as a share of the prompt, over about the last 100 answers; before each was learned from.</param>
/// <param name="TokensPerByte">By kind of block, in lower case.</param>
public sealed record TokenEstimate(string Model, long Answers, double MeanErrorShare, IReadOnlyDictionary<string, double> TokensPerByte);
