using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Routing.Fleet;
using Warmpath.Routing.Health;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Tests;

/// <summary>What pages show, as small as it may be.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static TrafficJson Traffic { get; } = TrafficJson.Of(default);

    public static CounterfactualStatusJson Counterfactual { get; } = new(CounterfactualJson.Of([]), CounterfactualJson.Of([]), 0);

    public static KeyJson Key(string name, KeyStatus state = KeyStatus.Healthy, DateTimeOffset? until = null, string workspace = "wrkspc_1", string provider = Providers.Anthropic) => new(
        "key_" + name, name, provider, "sk-ant-…wxyz", "https://api.anthropic.com", new PoolId("org_1", "acme", true),
        new PoolId(workspace, null, true), state, null, until, [], new Dictionary<string, HeadroomJson>(), null, null, true, false, 0, Now);

    public static OrganizationJson Organization(params string[] keys) => new(
        0, "org_1", "acme", true, keys, new Dictionary<string, HeadroomJson>(), [], 0, 0, Traffic, new long[60]);

    public static StatusJson Status(DateTimeOffset now) => new(
        "0.1.0", now, 1, [], [], [], 0, 0, 0, Traffic, Traffic, [], [], Counterfactual, new ForecastAccuracy(0, 0, 0), [], new LedgerHealth(0, null, null, 0));

    /// <summary>A key's life is not told by its name: every page and log has to bear such a one.</summary>
    public const string HostileName = "<script>alert('x')</script>\u202egnp.exe";
}
