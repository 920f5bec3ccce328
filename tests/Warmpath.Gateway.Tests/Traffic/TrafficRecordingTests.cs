using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Tests.Hosting;
using Warmpath.Gateway.Traffic;
using Warmpath.Routing;
using Warmpath.Routing.Outlines;
using Warmpath.Storage.Recordings;

namespace Warmpath.Gateway.Tests.Traffic;

public class TrafficRecordingTests
{
    /// <summary>Blocks, more than may wait (operations.md, limits).</summary>
    private const int Many = 200_001;

    [Fact]
    public async Task A_request_that_finds_no_room_is_left_out_and_its_conversations_next_turn_is_recorded_whole()
    {
        await using var gateway = await TestGateway.StartAsync(null); // nothing goes into the database while its clock stands, until somebody asks
        var recording = ActivatorUtilities.CreateInstance<TrafficRecording>(gateway.Services);
        recording.Served(Served(gateway, "full", from: 1_000, Many));
        Assert.False(gateway.Store.HasRoomToRecord);
        recording.Served(Served(gateway, "first turn", from: 10, blocks: 2));

        Assert.Equal([("full", Many)], await RecordedAsync(gateway));
        recording.Served(Served(gateway, "next turn", from: 10, blocks: 3));
        recording.Served(Served(gateway, "full again", from: 1_000, Many));
        Assert.True(gateway.Store.HasRoomToRecord); // nothing is given twice
        Assert.Equal([("full", Many), ("next turn", 3), ("full again", Many)], await RecordedAsync(gateway));
    }

    private static async Task<List<(string Id, int Blocks)>> RecordedAsync(TestGateway gateway)
    {
        var recorded = new List<(string, int)>();
        var now = gateway.Time.GetUtcNow();
        await gateway.Store.ReadRecordingAsync(
            now.AddDays(-1), now.AddDays(1), await gateway.Store.LastRecordingAsync(CancellationToken.None), AddAsync, CancellationToken.None);
        return recorded;

        Task AddAsync(RecordedRequest request, IReadOnlyList<RecordedBlock> blocks)
        {
            recorded.Add((request.Id, blocks.Count));
            return Task.CompletedTask;
        }
    }

    /// <param name="from">The first block's digest; the next ones count on.</param>
    private static ServedRequest Served(TestGateway gateway, string id, int from, int blocks)
    {
        var now = gateway.Time.GetUtcNow();
        return new()
        {
            Id = id,
            Request = new()
            {
                Kind = RequestKind.Messages,
                Outline = new()
                {
                    Model = "m",
                    Blocks = [.. Enumerable.Range(from, blocks).Select(digest => new Block((UInt128)digest, 10, BlockKind.Text))],
                    Breakpoints = [],
                },
                Client = "c",
                ArrivedAt = now,
                MaximumWait = TimeSpan.Zero,
                ValueOfTimePerHour = 0,
            },
            Lineage = id,
            Key = new("k"),
            DecidedAt = now,
            DecidedAs = 0,
            SentAt = now,
            BeganAt = now,
            EndedAt = now,
            EstimatedPrefixTokens = [.. Enumerable.Range(1, blocks)],
            Usage = default,
            Stalls = 0,
        };
    }
}
