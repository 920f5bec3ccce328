using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Routing.Warmth;
using Warmpath.Storage;
using Warmpath.Storage.Recordings;

namespace Warmpath.Gateway.Traffic;

/// <summary>Records the shape of the traffic for replay: of each prompt the blocks that no prompt before it had.</summary>
/// <remarks>
/// Bounded: while the store takes nothing, requests are kept up to <see cref="MostWaiting"/>, then the oldest are left out; beyond <see cref="MostBlocks"/> of
/// their prompts all that wait are, and the recording begins anew.
/// </remarks>
internal sealed class TrafficRecording(WarmpathStore store, LiveSettings settings, PromptSizes sizes, TimeProvider time) : ITrafficListener
{
    private const int MostWaiting = 20_000;

    /// <summary>Blocks that may wait for the store, about 30 MB.</summary>
    private const int MostBlocks = 200_000;

    private readonly KnownBlocks _known = new();
    private readonly Dictionary<UInt128, RecordedBlock> _blocks = [];
    private readonly Queue<RecordedRequest> _requests = new();

    public void Served(ServedRequest served)
    {
        var outline = served.Request.Outline;
        if (settings.Current.RecordingDays == 0 || outline.Blocks.Length == 0)
        {
            return;
        }

        if (_blocks.Count > MostBlocks)
        {
            _requests.Clear();
            _blocks.Clear();
            _known.Clear(); // of what comes the blocks before it are written as well
        }

        var isCounted = sizes.Fit(served, out var prefixTokens);
        _known.Note(outline.Blocks, isCounted.AsSpan(0, outline.Blocks.Length), time.GetUtcNow(), i => _blocks[outline.Blocks[i].Digest] =
            new(outline.Blocks[i].Digest, i == 0 ? null : outline.Blocks[i - 1].Digest, prefixTokens[i], isCounted[i]));
        _requests.Enqueue(new RecordedRequest
        {
            Id = served.Id,
            Client = served.Request.Client,
            Session = served.Session,
            Agent = served.Request.Hints.Agent,
            ParentAgent = served.Request.Hints.ParentAgent,
            Lineage = served.Lineage,
            Model = outline.Model,
            ArrivedAt = served.DecidedAt,
            SentAt = served.SentAt,
            BeganAt = served.BeganAt,
            EndedAt = served.EndedAt,
            Key = served.Key.Value,
            Tip = outline.Blocks[^1].Digest,
            Markers = Array.ConvertAll(outline.Breakpoints, marker => (outline.Blocks[marker.Block].Digest, marker.Lifetime)),
            HourMarkers = served.HourMarkers.Count == 0 ? [] : [.. served.HourMarkers.Select(marker => outline.Blocks[marker.Block].Digest)],
            OutputTokens = served.Usage.Output,
        });
        if (_requests.Count > MostWaiting)
        {
            _requests.Dequeue();
        }
    }

    public async Task FlushAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_requests.Count == 0)
        {
            return;
        }

        await store.AddRecordingAsync(_requests, _blocks.Values, time.GetUtcNow(), cancellationToken);
        _requests.Clear(); // not before they are kept
        _blocks.Clear();
    }
}
