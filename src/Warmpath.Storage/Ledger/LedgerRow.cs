using System.Text.Json.Serialization;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Routing.Warmth;

namespace Warmpath.Storage.Ledger;

/// <summary>One request: who, what, where, why, tokens, money, waits, attempts. Kept exactly once.</summary>
public sealed record LedgerRow
{
    /// <summary><c>x-warmpath-request-id</c>: <c>wreq_</c> and a time-ordered part.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Client { get; init; }

    /// <summary><c>messages</c>, <c>count_tokens</c> or <c>models</c>.</summary>
    public required string Kind { get; init; }

    public string? Model { get; init; }

    public bool Stream { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Lineage { get; init; }

    /// <summary>The key that answered; null when none did.</summary>
    public string? Key { get; init; }

    public string? KeyName { get; init; }

    public string? Organization { get; init; }

    public string? Workspace { get; init; }

    /// <summary>As in <c>x-warmpath-decision</c>; empty when none holds.</summary>
    public string Decision { get; init; } = "";

    /// <summary>One plain sentence.</summary>
    public string? Reason { get; init; }

    public string? RunnerUp { get; init; }

    /// <summary>What the decision compared, in $: estimates.</summary>
    public double? ExpectedCost { get; init; }

    public double? RunnerUpCost { get; init; }

    public TokenForecast? Expected { get; init; }

    public required IReadOnlyList<LedgerAttempt> Attempts { get; init; }

    public long WaitMilliseconds { get; init; }

    /// <summary>Status the client received; 0 when it left before one was sent.</summary>
    public int Status { get; init; }

    public required EndState End { get; init; }

    /// <summary><c>error.type</c> of what the client received; null for success.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Null when the answer had none, or ended before it.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Why the prompt was not read from cache as far as it could have been; null for a hit, and where nothing is known.</summary>
    public Miss? Miss { get; init; }

    /// <summary>Billionths of a dollar, by the catalogue's prices at that time.</summary>
    public long CostNanodollars { get; init; }

    public long? FirstByteMilliseconds { get; init; }

    public long DurationMilliseconds { get; init; }

    public long RequestBytes { get; init; }

    /// <summary>The provider's own <c>request-id</c>.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Digest of the prompt's last block; with <see cref="Touches"/> what a restart needs to know homes and warmth again. Null when the request carried no cache.</summary>
    public UInt128? Tip { get; init; }

    public IReadOnlyList<WarmTouch> Touches { get; init; } = [];
}

/// <summary>One upstream try. <paramref name="Status"/> is null when nothing answered.</summary>
public sealed record LedgerAttempt(string Key, string KeyName, int? Status, string? Outcome, long Milliseconds)
{
    /// <summary>When it was sent, after the request's arrival; null in rows that were written before this was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SentMilliseconds { get; init; }

    /// <summary>The <c>retry-after</c> of a refusal, in seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RetryAfter { get; init; }
}

/// <summary>How a request ended.</summary>
public enum EndState : byte
{
    /// <summary>The client received the answer whole.</summary>
    Complete,

    /// <summary>The client received an error answer, the provider's or the gateway's.</summary>
    Error,

    /// <summary>The upstream broke after the commit point; the client's connection was aborted.</summary>
    Truncated,

    /// <summary>The client left.</summary>
    ClientCancelled,

    /// <summary>The gateway stopped, or was killed, while the request was under way.</summary>
    Interrupted,
}
