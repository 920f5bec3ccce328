using System.Text.Json.Serialization;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;
using Warmpath.Storage.Keys;

namespace Warmpath.Gateway.Admin.Keys;

/// <summary>A key as the admin API shows it. The secret is not part of it.</summary>
/// <param name="Hint">Such as <c>sk-ant-…wxyz</c>.</param>
/// <param name="StateReason">One plain sentence; null for a healthy key.</param>
/// <param name="Until">UTC; only with states that end by themselves.</param>
/// <param name="Headroom">What the limits of organization and workspace can still admit, by model class; classes of which no limit is known are left out.</param>
/// <param name="WorkspaceId">The workspace that a person bound the key to.</param>
/// <param name="Limits">As a person gave them; null when learned from responses.</param>
public sealed record KeyJson(
    string Id,
    string Name,
    string Provider,
    string Hint,
    string BaseUrl,
    PoolId Organization,
    PoolId Workspace,
    KeyStatus State,
    string? StateReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until,
    IReadOnlyList<BlockedModel> BlockedModels,
    IReadOnlyDictionary<string, HeadroomJson> Headroom,
    IReadOnlyDictionary<string, LimitSettings>? Limits,
    string? WorkspaceId,
    bool Enabled,
    bool Draining,
    int InFlight,
    DateTimeOffset CreatedAt)
{
    public static KeyJson Of(StoredKey key, KeyView view) => new(
        key.Config.Id.Value, key.Config.Name, key.Config.Provider, key.Hint, key.Config.BaseUrl, view.Organization, view.Workspace,
        view.Status, view.Reason, view.Until, view.BlockedModels, HeadroomJson.ByClass(view.Headroom), key.Config.Limits,
        key.Config.BoundWorkspaceId, key.Config.Enabled, key.Config.Draining, view.InFlight, key.CreatedAt);
}

/// <summary>What a limit pool can still admit; a bucket is null while its limit is unknown.</summary>
public sealed record HeadroomJson(BucketView? Requests, BucketView? InputTokens, BucketView? OutputTokens)
{
    /// <summary>Of classes about which something is known: asking for models or counting tokens makes one, too, and most tell no limit.</summary>
    public static IReadOnlyDictionary<string, HeadroomJson> ByClass(IEnumerable<HeadroomView> headroom) =>
        headroom.Where(view => view is not { Requests: null, InputTokens: null, OutputTokens: null }).ToDictionary(view => view.ModelClass, view => new HeadroomJson(view.Requests, view.InputTokens, view.OutputTokens));
}
