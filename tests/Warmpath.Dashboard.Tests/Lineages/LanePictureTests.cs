using CsCheck;
using Warmpath.Dashboard.Lineages;
using Warmpath.Routing;
using Warmpath.Routing.Misses;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Tests.Lineages;

public class LanePictureTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddMinutes(15);

    [Fact]
    public void Subagents_stand_below_their_sessions_main_conversation_and_branch_off_it()
    {
        var picture = Draw([Lineage("b"), Lineage("a", agent: "x"), Lineage("a")], [Request("a", 1), Request("a", 3, agent: "x"), Request("b", 2)]);
        Assert.Equal(["c/b", "c/a", "c/a/x"], picture.Lanes.Select(lane => lane.Lineage.Lineage));
        Assert.Null(picture.Lanes[1].Parent);
        Assert.Same(picture.Lanes[1], picture.Lanes[2].Parent);
        Assert.Equal(200, picture.Lanes[2].Start);
    }

    [Fact]
    public void A_subagent_whose_main_conversation_is_not_in_the_span_has_no_branch() =>
        Assert.Null(Draw([Lineage("a", agent: "x")], [Request("a", 3, agent: "x")]).Lanes[0].Parent);

    [Fact]
    public void A_lane_changes_its_colour_where_another_organization_serves()
    {
        var stays = Draw([Lineage("a")], [Request("a", 3), Request("a", 6) with { Organization = "globex" }, Request("a", 9) with { Organization = "globex" }])
            .Lanes[0].Stays;
        Assert.Equal([("acme", 200d, 1), ("globex", 400d, 2)], stays.Select(stay => (stay.Organization, stay.Left, stay.Requests)));
        Assert.Equal(stays[1].Left, stays[0].Right); // no hole between them
    }

    [Fact]
    public void Long_waits_moves_lost_tokens_and_failures_are_marked_where_they_happened()
    {
        var marks = Draw([Lineage("a")], [
            Request("a", 1) with { WaitMilliseconds = 999 },
            Request("a", 3) with { WaitMilliseconds = 1000 },
            Request("a", 6) with { Decision = "migrated,waited", Miss = new Miss(MissCause.Moved, 40_000) },
            Request("a", 8) with { Miss = new Miss(MissCause.FirstWrite, 0) },
            Request("a", 9) with { End = EndState.Truncated, DurationMilliseconds = 0 },
            Request("a", 10) with { End = EndState.ClientCancelled },
        ]).Lanes[0].Marks;
        Assert.Equal(
            [(MarkKind.Wait, 200d), (MarkKind.Move, 400d), (MarkKind.Miss, 400d), (MarkKind.Failure, 600d)], marks.Select(mark => (mark.Kind, mark.At)));
    }

    [Fact]
    public void Marks_of_one_kind_too_near_to_be_told_apart_are_one_that_counts()
    {
        var marks = Draw([Lineage("a")], [.. Enumerable.Range(0, 5).Select(n => Request("a", 3, seconds: n) with { Decision = "migrated" })]).Lanes[0].Marks;
        Assert.Equal([(MarkKind.Move, 5)], marks.Select(mark => (mark.Kind, mark.Count)));
    }

    [Theory]
    [InlineData(15, 2)]
    [InlineData(60, 10)]
    [InlineData(480, 60)]
    public void The_axis_has_at_most_eight_round_times(int span, int step)
    {
        var hours = LanePicture.Draw(new([], [], false, false), From, From.AddMinutes(span)).Hours;
        Assert.InRange(hours.Count, 3, 8);
        Assert.All(hours, hour => Assert.Equal(0, hour.Time.TimeOfDay.TotalMinutes % step));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(9, 8.7)]
    [InlineData(14.9, 13)]
    public void A_picture_whose_first_request_came_late_begins_a_little_before_it(double first, double begins) =>
        Assert.Equal(
            From.AddMinutes(begins),
            LanePicture.Begin(new([], [Request("a", 0, seconds: first * 60)], false, false), From, To),
            TimeSpan.FromMilliseconds(1)); // minutes in binary fractions

    [Fact]
    public void Whatever_the_ledger_holds_every_shape_lies_in_the_picture_and_no_request_is_lost() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[-20, 30].Array[0, 60], Gen.Int[0, 4_000_000]).Sample((lanes, minutes, duration) =>
        {
            var lineages = Enumerable.Range(0, lanes).Select(n => Lineage($"s{n / 3}", n % 3 == 0 ? null : $"agent{n}")).ToList();
            var requests = minutes.Select((minute, n) => Request($"s{n % 5}", minute, n % 2 == 0 ? null : $"agent{n % 13}") with
            {
                Organization = n % 7 == 0 ? null : $"o{n % 3}", DurationMilliseconds = duration, Decision = n % 4 == 0 ? "migrated" : "sticky",
            }).ToList();
            var picture = Draw(lineages, requests);
            var listed = lineages.Select(lineage => lineage.Lineage).ToHashSet();
            Assert.Equal(lanes, picture.Lanes.Count);
            Assert.Equal(requests.Count(request => listed.Contains(request.Lineage)), picture.Lanes.Sum(lane => lane.Stays.Sum(stay => stay.Requests)));
            Assert.All(picture.Lanes, lane =>
            {
                Assert.InRange(lane.Middle, LanePicture.Head, picture.Height);
                Assert.All(lane.Stays, stay => Assert.True(stay.Left is >= 0 and <= 1000 && stay.Right is >= 0 and <= 1000 && stay.Left <= stay.Right));
                Assert.All(lane.Marks, mark => Assert.InRange(mark.At, 0, 1000));
                Assert.Equal(lane.Stays.Count - 1 < 0 ? 0 : lane.Stays.Count - 1, lane.Stays.Zip(lane.Stays.Skip(1)).Count(pair => pair.First.Organization != pair.Second.Organization));
            });
        });

    [Fact]
    public void A_lane_of_a_thousand_requests_is_a_handful_of_shapes()
    {
        var requests = Enumerable.Range(0, 1000).Select(n => Request("a", 0, seconds: n * 0.9)).ToList();
        var lane = Draw([Lineage("a")], requests).Lanes[0];
        Assert.Equal(1000, Assert.Single(lane.Stays).Requests);
        Assert.Empty(lane.Marks);
    }

    private static LanePicture Draw(IReadOnlyList<LineageSummary> lineages, IReadOnlyList<LaneRequest> requests) =>
        LanePicture.Draw(new(lineages, [.. requests.OrderByDescending(request => request.At)], false, false), From, To);

    private static LineageSummary Lineage(string session, string? agent = null) => new(
        Id(session, agent), "c", session, agent, "claude-sonnet-4-5", "k", "acme-1", "acme", "w", From, To, 1, 0, 0, 0, null, 0, 0, 0, 0, 0, 0, null);

    private static LaneRequest Request(string session, int minute, string? agent = null, double seconds = 0) => new(
        $"wreq_{minute}_{seconds}", From.AddMinutes(minute).AddSeconds(seconds), Id(session, agent), "acme-1", "acme", "sticky", null, 0, 400,
        EndState.Complete, new Usage(10, 0, 0, 90, 5), null);

    private static string Id(string session, string? agent) => agent is null ? $"c/{session}" : $"c/{session}/{agent}";
}
