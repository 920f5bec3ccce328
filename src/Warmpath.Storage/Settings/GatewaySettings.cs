using System.ComponentModel.DataAnnotations;
using Warmpath.Routing;

namespace Warmpath.Storage.Settings;

/// <summary>What people set while the gateway runs (<c>/admin/api/v1/settings</c>). Durable once acknowledged.</summary>
public sealed record GatewaySettings
{
    /// <summary>Name of the routing policy.</summary>
    public string Policy { get; init; } = "cost-aware";

    /// <summary>$ per hour of a developer's waiting.</summary>
    [Range(0, 100_000)]
    public double ValueOfTimePerHour { get; init; } = 60;

    /// <summary>How long a request may be held, in seconds.</summary>
    [Range(0, 300)]
    public double MaximumWaitSeconds { get; init; } = 60;

    /// <summary>Who chooses the lifetime of cache entries: the client, or the gateway by writing it into markers that name none.</summary>
    public LifetimeMode Lifetime { get; init; }

    /// <summary>Give requests without any cache marker Anthropic's automatic one.</summary>
    public bool AutoCache { get; init; }

    /// <summary>How long the ledger's rows, lineages and events are kept, in days.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; init; } = 90;

    /// <summary>How long the shape of the traffic (digests and sizes, no text) is kept for replay, in days; 0 = it is not recorded.</summary>
    [Range(0, 365)]
    public int RecordingDays { get; init; } = 7;

    /// <summary>Seconds until a streaming attempt without response headers or first event counts as unreachable.</summary>
    [Range(1, 3600)]
    public double FirstByteSecondsStreaming { get; init; } = 120;

    /// <summary>The same for answers in one piece, whose first byte is the whole answer.</summary>
    [Range(1, 3600)]
    public double FirstByteSecondsWhole { get; init; } = 300;

    /// <summary>Seconds without a byte from the upstream after which a stream gets a ping of the gateway's own; 0: never.</summary>
    [Range(0, 3600)]
    public double PingSeconds { get; init; } = 60;

    /// <summary>Most requests under way at once, waiting ones included.</summary>
    [Range(1, 1_000_000)]
    public int MaximumRequests { get; init; } = 20_000;

    /// <summary>Most memory for the bodies of requests that may still need another attempt, in MiB; never more than half of what the process may use.</summary>
    [Range(1, 1_000_000)]
    public int MaximumBodyMegabytes { get; init; } = 1024;

    /// <summary>Most connections from clients at once, idle ones included.</summary>
    [Range(10, 1_000_000)]
    public int MaximumConnections { get; init; } = 40_000;

    /// <summary>Most calls under way at once to one upstream: each takes at most one connection, and a machine has about 28,000 ports for one address.</summary>
    [Range(1, 1_000_000)]
    public int MaximumCallsPerUpstream { get; init; } = 20_000;

    /// <summary>Pass the provider's own 529 on instead of 503, for users of <c>--fallback-model</c>.</summary>
    public bool PassOverloaded { get; init; }

    /// <summary>Link-local or metadata hosts that a key's base URL may name all the same.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}
