using Warmpath.Routing;
using Warmpath.Routing.Outlines;
using Warmpath.Storage.Recordings;

namespace Warmpath.Shadows;

/// <summary>Recorded requests as they were served, for those that follow the traffic.</summary>
internal static class RecordedTraffic
{
    /// <param name="prompt">From its first block on.</param>
    /// <returns>Of its usage only the prompt's whole size and the output are known.</returns>
    public static ServedRequest ToServed(RecordedRequest recorded, IReadOnlyList<RecordedBlock> prompt)
    {
        var blocks = prompt.Select((block, i) =>
            new Block(block.Digest, block.PrefixTokens - (i == 0 ? 0 : prompt[i - 1].PrefixTokens), BlockKind.Text)).ToArray();
        var breakpoints = recorded.Markers.Select(marker => new Breakpoint(IndexOf(marker.Digest), marker.Lifetime)).ToArray();
        return new()
        {
            Id = recorded.Id,
            Request = new()
            {
                Kind = RequestKind.Messages,
                Outline = new() { Model = recorded.Model, Stream = true, Blocks = blocks, Breakpoints = breakpoints },
                Hints = new() { Session = recorded.Session, Agent = recorded.Agent, ParentAgent = recorded.ParentAgent },
                Client = recorded.Client,
                ArrivedAt = recorded.ArrivedAt,
                MaximumWait = TimeSpan.Zero,
                ValueOfTimePerHour = 0,
            },
            Lineage = recorded.Lineage,
            Key = new(recorded.Key),
            DecidedAt = recorded.ArrivedAt,
            DecidedAs = 0, // they come in their order
            SentAt = recorded.SentAt,
            BeganAt = recorded.BeganAt ?? recorded.SentAt,
            EndedAt = recorded.EndedAt,
            HourMarkers = [.. breakpoints.Where((_, i) => recorded.HourMarkers.Contains(recorded.Markers[i].Digest))],
            EstimatedPrefixTokens = [.. prompt.Select(block => block.PrefixTokens)],
            Usage = new(prompt[^1].PrefixTokens, 0, 0, 0, recorded.OutputTokens),
            Stalls = 0,
        };

        int IndexOf(UInt128 digest) => Array.FindIndex(blocks, block => block.Digest == digest);
    }
}
