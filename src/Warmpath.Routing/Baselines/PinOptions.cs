using Warmpath.Routing.Health;

namespace Warmpath.Routing.Baselines;

/// <summary>Who serves a session that has no usable pin; all rows weigh and cost the same.</summary>
internal enum FirstChoice : byte
{
    /// <summary>By lot: what weights and prices come to among equals.</summary>
    Lot,

    RoundRobin,

    /// <summary>The first that is usable, in the order in which people listed them.</summary>
    Listed,

    LeastRecentlyUsed,

    /// <summary>The smallest share of all requests so far, in percent, plus 100 if picked in the last 500 ms.</summary>
    LeastUsed,
}

/// <summary>When a pin is written.</summary>
internal enum PinWriting : byte
{
    /// <summary>At every pick, failover included.</summary>
    EveryPick,

    /// <summary>At the first pick; a failover leaves it as it is.</summary>
    FirstPick,

    /// <summary>At the first pick, and when its row is not usable and another is picked; use does not renew it.</summary>
    NewPick,

    /// <summary>When an answer has ended, by the row that gave it.</summary>
    EverySuccess,

    /// <summary>When the first answer that read or wrote the cache has ended; later answers renew it, whoever gave them.</summary>
    FirstCachedSuccess,
}

/// <summary>How a peer pins sessions and what it does when the pinned row fails: one row of the table in field-notes.md 2.2.</summary>
internal sealed record PinOptions
{
    /// <summary>What the peer does not document and these values take it to do, for people to read; empty when all is documented.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    public required FirstChoice Unpinned { get; init; }

    public required PinWriting Writing { get; init; }

    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>See <see cref="SessionPins"/>.</summary>
    public bool ByModel { get; init; }

    /// <summary>See <see cref="SessionPins"/>.</summary>
    public bool OrFingerprint { get; init; }

    /// <summary>See <see cref="SessionPins"/>.</summary>
    public int MostPins { get; init; } = int.MaxValue;

    /// <summary>Statuses below 500 that are not the client's own fault; 500 and up, and no answer at all, never are.</summary>
    public IReadOnlyList<int> Retried { get; init; } = [401, 403, 408, 429];

    /// <summary>Tries after the first failure, wherever they go; past them the client gets the answer as it came.</summary>
    public int Retries { get; init; } = int.MaxValue;

    /// <summary>Retries go to the row that failed.</summary>
    public bool Stays { get; init; }

    /// <summary>Before the first retry in place; doubles up to 8 seconds.</summary>
    public TimeSpan FirstPause { get; init; }

    /// <summary>How often a 529 is tried again in place before it counts; past that, one request at a time until one is answered.</summary>
    public int OverloadRedials { get; init; }

    /// <summary>How long a row is out, by the failure and by how many 429s in a row it makes; none unless set.</summary>
    public Func<UpstreamFailure, int, TimeSpan> Cooldown { get; init; } = (_, _) => TimeSpan.Zero;

    /// <summary>How long a request is held when every row is out; none unless set.</summary>
    public TimeSpan LongestWait { get; init; }

    public bool IsRetried(UpstreamFailure failure) => failure.Status is null or 0 or >= 500 || Retried.Contains(failure.Status.Value);
}
