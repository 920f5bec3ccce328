using System.Text.Json.Nodes;
using Warmpath.Mock.Accounts;
using Warmpath.Mock.Content;
using Warmpath.Mock.Http;
using Warmpath.Mock.Resources;

namespace Warmpath.Mock.Batches;

/// <summary>
/// <c>/v1/messages/batches</c>: create and list; <c>/v1/messages/batches/{id}</c>: look and delete, with <c>/cancel</c> and <c>/results</c>
/// (providers.md 4).
/// </summary>
/// <param name="latencyFactor">How slowly batches end, as a factor on the times here; 0 = at once.</param>
internal sealed class BatchesEndpoint(MockWorld world, PromptReader prompts, double latencyFactor, TimeProvider time)
{
    /// <summary>Batches held, of all workspaces; see <see cref="ResourceStore{T}"/> for what happens beyond.</summary>
    private const int Capacity = 10_000;

    /// <summary>Bytes that the results of all of them may have, and so those of one: a batch of more is refused as too large.</summary>
    private const long MaximumBytes = 256 * 1024 * 1024;

    /// <summary>From its creation to its end. The provider's take minutes or hours, which nobody who tries something wants to wait.</summary>
    private static readonly TimeSpan Processing = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Canceling = TimeSpan.FromSeconds(1);

    private readonly ResourceStore<MockBatch> _batches = new(Capacity, MaximumBytes);
    private readonly BatchReplies _replies = new(prompts);

    /// <returns>The error that is still to be sent; null when the call is answered.</returns>
    public async Task<ProviderError?> AnswerAsync(MockCall call)
    {
        var now = time.GetUtcNow();
        if (world.AdmitApart(call, MockTier.Batches, model: null, now) is { } refused)
        {
            return refused;
        }

        if (call.Route.Id is not { } id)
        {
            return await (call.Method == HttpMethods.Post ? CreateAsync(call, now) : ListAsync(call, now));
        }

        if (_batches.Find(call.WorkspaceId, id) is not { } batch)
        {
            return ProviderError.NotFound($"Message batch not found: {id}");
        }

        return await (call.Route.Part switch
        {
            MockRoute.Cancel => CancelAsync(call, batch, now),
            MockRoute.Results => ResultsAsync(call, batch, now),
            _ when call.Method == HttpMethods.Delete => DeleteAsync(call, batch, now),
            _ => ShowAsync(call, batch, now),
        });
    }

    private async Task<ProviderError?> CreateAsync(MockCall call, DateTimeOffset now)
    {
        if (BatchBody.Read(call.Json, out var error) is not { } requests)
        {
            return error;
        }

        // The provider finds this out while it processes a batch. Here it is said at once: who sent it to the wrong workspace sees it.
        if (requests.Select(request => prompts.MissingFile(call, request.Params)).OfType<ProviderError>().FirstOrDefault() is { } missing)
        {
            return missing;
        }

        var results = new List<BatchResult>(requests.Count);
        var bytes = 0L;
        foreach (var request in requests)
        {
            results.Add(_replies.Answer(call, request, now));
            if ((bytes += results[^1].Line.Length) > MaximumBytes)
            {
                return new(StatusCodes.Status413PayloadTooLarge, "request_too_large", "The mock cannot hold what this batch would say");
            }
        }

        var batch = new MockBatch(MockIds.New("msgbatch_01"), results, now, now + (Processing * latencyFactor));
        _batches.Add(call.WorkspaceId, batch);
        return await WholeAnswer.WriteAsync(call, batch.Json(BatchStatus.InProgress, call.Origin)); // even if it ends at once
    }

    private async Task<ProviderError?> ListAsync(MockCall call, DateTimeOffset now)
    {
        if (PageQuery.Read(call.Query, out var error) is not { } query
            || Page<MockBatch>.Of(_batches.List(call.WorkspaceId), query, out error) is not { } page)
        {
            return error;
        }

        return await WholeAnswer.WriteAsync(call, page.Json(batch => batch.Json(batch.StatusAt(now), call.Origin)));
    }

    /// <summary>A second time does nothing.</summary>
    private async Task<ProviderError?> CancelAsync(MockCall call, MockBatch batch, DateTimeOffset now)
    {
        if (batch.StatusAt(now) == BatchStatus.Ended)
        {
            return ProviderError.InvalidRequest($"Message batch {batch.Id} has ended and cannot be canceled");
        }

        var canceled = _batches.Change(call.WorkspaceId, batch.Id, found => found.Cancel(now, Canceling * latencyFactor));
        return await ShowAsync(call, canceled ?? batch, now);
    }

    private static async Task<ProviderError?> ResultsAsync(MockCall call, MockBatch batch, DateTimeOffset now)
    {
        if (batch.StatusAt(now) != BatchStatus.Ended)
        {
            return ProviderError.NotFound($"Message batch {batch.Id} has no results before it has ended");
        }

        return await WholeAnswer.WriteAsync(call, "application/x-jsonl", batch.Lines());
    }

    private async Task<ProviderError?> DeleteAsync(MockCall call, MockBatch batch, DateTimeOffset now)
    {
        if (batch.StatusAt(now) != BatchStatus.Ended)
        {
            return ProviderError.InvalidRequest($"Message batch {batch.Id} cannot be deleted before it has ended; it can be canceled");
        }

        _batches.Remove(call.WorkspaceId, batch.Id);
        return await WholeAnswer.WriteAsync(call, new JsonObject { ["id"] = batch.Id, ["type"] = "message_batch_deleted" });
    }

    private static Task<ProviderError?> ShowAsync(MockCall call, MockBatch batch, DateTimeOffset now) =>
        WholeAnswer.WriteAsync(call, batch.Json(batch.StatusAt(now), call.Origin));
}
