using Warmpath.Routing.Deciding;

namespace Warmpath.Routing.Health;

/// <summary>
/// What is wrong with one thing: a key, an organization, a limit pool. A condition with an end goes half-open by itself: one request
/// tries, and its answer lets the rest in or begins the condition anew, for longer.
/// </summary>
internal sealed class Condition
{
    // Nobody has tried for so long what might be over: to people it is.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private DateTimeOffset _clearedAt = DateTimeOffset.MinValue;
    private TimeSpan _last;

    /// <summary><see cref="KeyStatus.Healthy"/> when nothing is wrong.</summary>
    public KeyStatus Status { get; private set; } = KeyStatus.Healthy;

    public string Reason { get; private set; } = "";

    /// <summary>UTC; null = until a free check, or a person, ends it.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>When the next free check is due, for conditions that only a check can end.</summary>
    public DateTimeOffset CheckAt { get; private set; }

    /// <summary>The request that tries whether it is over.</summary>
    public Attempt? Probe { get; set; }

    public bool IsSet => Status != KeyStatus.Healthy;

    /// <summary>The one client whose requests have met it, and for which alone it holds; null when it holds for everybody.</summary>
    public string? OnlyFor { get; private set; }

    /// <summary>Another client was served since it was met: it may be the fault of the requests that met it.</summary>
    public bool IsDoubted { get; private set; }

    /// <summary>Says whose request has met it; then it is entered.</summary>
    /// <param name="client">Null for a free check, which no request of a client can have made fail.</param>
    public void MetBy(string? client)
    {
        // Two clients that met it, and nobody who was served in between: then it is no fault of their requests.
        var isEverybodys = client is null || (IsSet && !IsDoubted && OnlyFor != client);
        (OnlyFor, IsDoubted) = (isEverybodys ? null : client, false);
    }

    /// <summary>A client was served in spite of it.</summary>
    public void Doubt(string client) => IsDoubted |= IsSet && OnlyFor is { } only && only != client;

    /// <summary>Whether to enter it now is a trouble that begins, and not one that goes on: half-open it has been tried, and found to be the same.</summary>
    public bool IsNews(KeyStatus status, DateTimeOffset now) => Status != status || now - Until > Forgotten;

    /// <summary>Begins, or begins anew, a condition that ends by itself.</summary>
    /// <param name="first">How long the first time; each time in a row it lasts twice as long, up to <paramref name="longest"/>.</param>
    public void Enter(KeyStatus status, string reason, TimeSpan first, TimeSpan longest, DateTimeOffset now)
    {
        var length = InARow(status, now) ? Shorter(_last * 2, longest) : first;
        EnterUntil(status, reason, now + length, now);
        (_last, CheckAt) = (length, now + length);
    }

    /// <summary>Begins a condition whose end the provider named; a later end that is already known stays.</summary>
    public void EnterUntil(KeyStatus status, string reason, DateTimeOffset until, DateTimeOffset now)
    {
        if (Status == status && Until > until && Probe is null)
        {
            return;
        }

        (Status, Reason, Until, Probe) = (status, reason, until, null);
        _last = until - now;
        CheckAt = DateTimeOffset.MaxValue;
    }

    /// <summary>Begins a condition that a free check ends, or <paramref name="until"/>, should it be known and come first.</summary>
    public void EnterChecked(KeyStatus status, string reason, DateTimeOffset? until, TimeSpan firstCheck, TimeSpan longestCheck, DateTimeOffset now)
    {
        var pause = InARow(status, now) ? Shorter(_last * 2, longestCheck) : firstCheck;
        (Status, Reason, Until, Probe) = (status, reason, until, null);
        (_last, CheckAt) = (pause, now + pause);
    }

    /// <summary>A check has been sent: the next is due only after the pause, should this one bring nothing.</summary>
    public void CheckSent(DateTimeOffset now) => CheckAt = now + (_last > TimeSpan.Zero ? _last : TimeSpan.FromMinutes(1));

    public void Clear(DateTimeOffset now)
    {
        if (IsSet)
        {
            _clearedAt = now;
        }

        (Status, Reason, Until, Probe, CheckAt) = (KeyStatus.Healthy, "", null, null, DateTimeOffset.MaxValue);
        (OnlyFor, IsDoubted) = (null, false);
    }

    /// <summary>How long a request has to wait because of this: zero when it may go (as the probe, where half-open); null = no end in sight.</summary>
    public TimeSpan? Delay(DateTimeOffset now) => this switch
    {
        { IsSet: false } => TimeSpan.Zero,
        { Until: null } => null,
        { Until: { } until } when until > now => until - now,
        { Probe: null } => TimeSpan.Zero,
        _ => ProbePause,
    };

    /// <summary>The same for a request of the client.</summary>
    public TimeSpan? Delay(string client, DateTimeOffset now) => OnlyFor is { } only && only != client ? TimeSpan.Zero : Delay(now);

    /// <summary>True when the next request to go is the one that tries.</summary>
    public bool IsHalfOpen(DateTimeOffset now) => IsSet && Until <= now;

    /// <summary>About one first byte: when the probe is likely to have been answered. Waiters are woken by the answer itself.</summary>
    private static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(1);

    // Still set, or cleared so lately that it seems the same trouble.
    private bool InARow(KeyStatus status, DateTimeOffset now) =>
        _last > TimeSpan.Zero && (Status == status || (!IsSet && now - _clearedAt < _last));

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
