using System.Text.Json.Nodes;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.Batches;

/// <summary>A message batch. What it answers is known from the start, and shown once its time has come: nothing works in between.</summary>
/// <param name="Results">One per request, in their order.</param>
/// <param name="EndsAt">From then on it has ended; the same as <paramref name="CreatedAt"/> where nobody is to wait.</param>
internal sealed record MockBatch(string Id, IReadOnlyList<BatchResult> Results, DateTimeOffset CreatedAt, DateTimeOffset EndsAt) : IResource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Null when nobody canceled it.</summary>
    public DateTimeOffset? CancelInitiatedAt { get; private init; }

    public long Bytes => Results.Sum(result => (long)result.Line.Length);

    public BatchStatus StatusAt(DateTimeOffset now) =>
        now >= EndsAt ? BatchStatus.Ended : CancelInitiatedAt is null ? BatchStatus.InProgress : BatchStatus.Canceling;

    /// <summary>None of its requests is answered any more: the provider may still finish some, the mock has none half done.</summary>
    /// <param name="takes">How long it is canceling, if it does not end before.</param>
    /// <returns>The same when it is not in progress.</returns>
    public MockBatch Cancel(DateTimeOffset now, TimeSpan takes) => StatusAt(now) != BatchStatus.InProgress
        ? this
        : this with
        {
            CancelInitiatedAt = now,
            EndsAt = now + takes < EndsAt ? now + takes : EndsAt,
            Results = [.. Results.Select(result => result.Canceled())],
        };

    /// <summary>The bytes of <c>/results</c>.</summary>
    public byte[] Lines()
    {
        var lines = new byte[Bytes];
        var at = 0;
        foreach (var result in Results)
        {
            result.Line.CopyTo(lines, at);
            at += result.Line.Length;
        }

        return lines;
    }

    /// <param name="status">At the time that it is shown.</param>
    /// <param name="origin">Of the caller, who finds the results there.</param>
    public JsonObject Json(BatchStatus status, string origin)
    {
        var ended = status == BatchStatus.Ended;
        return new()
        {
            ["id"] = Id,
            ["type"] = "message_batch",
            ["processing_status"] = status switch
            {
                BatchStatus.InProgress => "in_progress",
                BatchStatus.Canceling => "canceling",
                _ => "ended",
            },
            ["request_counts"] = new JsonObject
            {
                ["processing"] = ended ? 0 : Results.Count,
                ["succeeded"] = Count(BatchOutcome.Succeeded),
                ["errored"] = Count(BatchOutcome.Errored),
                ["canceled"] = Count(BatchOutcome.Canceled),
                ["expired"] = 0,
            },
            ["ended_at"] = ended ? MockJson.Time(EndsAt) : null,
            ["created_at"] = MockJson.Time(CreatedAt),
            ["expires_at"] = MockJson.Time(CreatedAt + Lifetime),
            ["archived_at"] = null,
            ["cancel_initiated_at"] = CancelInitiatedAt is { } canceled ? MockJson.Time(canceled) : null,
            ["results_url"] = ended ? $"{origin}/v1/messages/batches/{Id}/results" : null,
        };

        int Count(BatchOutcome outcome) => ended ? Results.Count(result => result.Outcome == outcome) : 0;
    }
}
