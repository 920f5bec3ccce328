using Warmpath.Gateway.Settings;
using Warmpath.Routing;
using Warmpath.Routing.Warmth;
using Warmpath.Storage;
using Warmpath.Storage.Recordings;

namespace Warmpath.Gateway.Traffic;

/// <summary>Records the shape of the traffic for replay: of each prompt the blocks that no prompt before it had.</summary>
internal sealed class TrafficRecording(WarmpathStore store, LiveSettings settings, PromptSizes sizes, TimeProvider time) : ITrafficListener
{
    private readonly KnownBlocks _known = new();
    private readonly List<RecordedBlock> _news = [];

    public void Served(ServedRequest served)
    {
        var outline = served.Request.Outline;
        if (settings.Current.RecordingDays == 0 || outline.Blocks.Length == 0 || !store.HasRoomToRecord)
        {
            return; // without room for a while: its blocks are not noted as known, and come with its next turn
        }

        var isCounted = sizes.Fit(served, out var prefixTokens);
        _news.Clear();
        _known.Note(outline.Blocks, isCounted.AsSpan(0, outline.Blocks.Length), time.GetUtcNow(), i => _news.Add(
            new(outline.Blocks[i].Digest, i == 0 ? null : outline.Blocks[i - 1].Digest, prefixTokens[i], isCounted[i])));
        var recorded = new RecordedRequest
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
        };
        if (!store.Record(recorded, _news))
        {
            _known.Clear(); // of what comes the blocks before it are given as well
        }
    }
}
