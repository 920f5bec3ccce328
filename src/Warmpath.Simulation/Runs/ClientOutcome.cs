using Warmpath.Routing.Deciding;

namespace Warmpath.Simulation.Runs;

/// <summary>What a client gets for one try: an answer, or an error with or without a time to come back.</summary>
internal readonly record struct ClientOutcome(int Status, TimeSpan? RetryAfter)
{
    /// <summary>Above it Claude Code gives up at once, so Warmpath names no longer one (contract.md, Data plane).</summary>
    private const double LongestRetryAfter = 60;

    public static readonly ClientOutcome Answered = new(200, null);

    /// <summary>Warmpath's own errors (contract.md, Data plane).</summary>
    public static ClientOutcome Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Limited => new(429, refusal.RetryAfter is { } wait
            ? TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, LongestRetryAfter))
            : null),
        RefusalKind.Overloaded => new(503, TimeSpan.FromSeconds(5)),
        RefusalKind.Unreachable => new(502, null),
        RefusalKind.NoModel => new(404, null),
        _ => new(503, null),
    };

    /// <summary>Another gateway's 429: it names whatever time it likes, and whether a client obeys that is the client's affair.</summary>
    public static ClientOutcome OfPeer(Refusal refusal) => new(429, refusal.RetryAfter);
}
