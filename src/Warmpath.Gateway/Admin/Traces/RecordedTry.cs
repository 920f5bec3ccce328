using Warmpath.Gateway.Recording;
using Warmpath.Storage.Ledger;

namespace Warmpath.Gateway.Admin.Traces;

/// <summary>What one attempt of a recorded request met.</summary>
/// <param name="SentAt">UTC.</param>
/// <param name="Status">As in <see cref="TraceOutageJson"/>; 200 = it was served.</param>
/// <param name="Begins">The error came inside an answer that had begun.</param>
/// <param name="Latency">How long the error took to come: until the next key was tried, where nothing was waited for.</param>
/// <param name="RetryAfter">Seconds.</param>
internal readonly record struct RecordedTry(
    string Organization, string Key, DateTimeOffset SentAt, int Status, bool Begins, TimeSpan Latency, double? RetryAfter)
{
    public const int Served = 200;

    /// <summary>Those of its attempts that say something of an organization of the fleet, in their order.</summary>
    public static IEnumerable<RecordedTry> Of(LedgerRow row, TraceDoors doors)
    {
        for (var i = 0; i < row.Attempts.Count; i++)
        {
            var attempt = row.Attempts[i];
            if (attempt.SentMilliseconds is { } sent && doors.Find(attempt.Key) is var (organization, key)
                && (Failure(attempt, isLast: i == row.Attempts.Count - 1) ?? (attempt.Status is >= 200 and < 300 ? Served : null)) is { } status)
            {
                yield return new(
                    organization, key, row.At.AddMilliseconds(sent), status, status != Served && attempt.Status is >= 200 and < 300, LatencyOf(row, i), attempt.RetryAfter);
            }
        }
    }

    private static TimeSpan LatencyOf(LedgerRow row, int i)
    {
        var attempt = row.Attempts[i];
        var next = i + 1 < row.Attempts.Count ? row.Attempts[i + 1] : null;
        return TimeSpan.FromMilliseconds(next is not null && next.Key != attempt.Key && row.WaitMilliseconds == 0 && next.SentMilliseconds - attempt.SentMilliseconds is { } gap
            ? gap : attempt.Milliseconds);
    }

    // Of other refusals the router knew more than a status says: what they did to organizations and keys is in the events.
    private static int? Failure(LedgerAttempt attempt, bool isLast) => attempt.Status switch
    {
        null when !TryOutcome.IsUnder(attempt.Outcome) => 0,
        429 or (>= 500 and <= 599) => attempt.Status,
        >= 200 and < 300 when !isLast => attempt.Outcome == "rate_limit_error" ? 429 : 529, // it began with an error, and another key answered
        _ => null,
    };
}
