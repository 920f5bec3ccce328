using System.Globalization;
using System.Text;
using Warmpath.Storage.Ledger;

namespace Warmpath.Dashboard.Lineages;

/// <summary>Lineages over time as shapes. Drawing is a pure function of what the ledger says.</summary>
/// <param name="Hours">Labels of the time axis: where, in thousandths of the span, and when.</param>
public sealed record LanePicture(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Lane> Lanes, IReadOnlyList<(double At, DateTimeOffset Time)> Hours, double LaneHeight)
{
    /// <summary>Pixels above the first lane, for the axis.</summary>
    public const double Head = 26;

    private const double Wide = 1000;

    /// <summary>Marks of one kind nearer than this share one.</summary>
    private const double MarkWidth = 9;

    /// <summary>More lanes than this are drawn narrower.</summary>
    private const int Few = 40;

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);
    private static readonly int[] AxisMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

    public double Height => Head + (Lanes.Count * LaneHeight) + 6;

    /// <summary>Where to begin when the first request came late in the span: most of the picture would be empty.</summary>
    public static DateTimeOffset Begin(Lanes lanes, DateTimeOffset from, DateTimeOffset to)
    {
        if (lanes.Requests.Count == 0 || lanes.MoreRequests || lanes.Requests.Min(request => request.At) is var first && first < from + ((to - from) / 2))
        {
            return from;
        }

        return to - TimeSpan.FromTicks(Math.Max((to - first).Ticks * 21 / 20, TimeSpan.TicksPerMinute * 2));
    }

    /// <param name="lanes">Of the span that is drawn; requests of lineages that are not listed are left out.</param>
    public static LanePicture Draw(Lanes lanes, DateTimeOffset from, DateTimeOffset to)
    {
        var height = lanes.Lineages.Count <= Few ? 28d : 18d;
        var requests = lanes.Requests.ToLookup(request => request.Lineage);
        var drawn = new List<Lane>(lanes.Lineages.Count);

        // Sessions in the order of their last request; in each the main conversation, then its subagents as they began.
        foreach (var session in lanes.Lineages.GroupBy(lineage => lineage.Session ?? lineage.Lineage))
        {
            Lane? main = null;
            foreach (var lineage in session.OrderBy(lineage => lineage.Agent is not null).ThenBy(lineage => lineage.FirstAt))
            {
                var middle = Head + ((drawn.Count + 0.5) * height);
                var lane = Draw(lineage, [.. requests[lineage.Lineage].OrderBy(request => request.At)], middle, height, lineage.Agent is null ? null : main);
                main = lineage.Agent is null ? lane : main;
                drawn.Add(lane);
            }
        }

        return new(from, to, drawn, [.. Axis()], height);

        Lane Draw(LineageSummary lineage, List<LaneRequest> requests, double middle, double height, Lane? parent) => new(
            lineage, middle, parent, requests.Count > 0 ? X(requests[0].At) : 0,
            [.. Stays(requests, middle, height)], [.. requests.SelectMany(MarksOf).GroupBy(mark => mark.Kind).SelectMany(Joined).OrderBy(mark => mark.At)]);

        double X(DateTimeOffset at) => Math.Clamp((at - from) / (to - from), 0, 1) * Wide;

        IEnumerable<(double, DateTimeOffset)> Axis()
        {
            var minutes = AxisMinutes.FirstOrDefault(minutes => (to - from).TotalMinutes / minutes <= 8, 1440);
            var step = TimeSpan.FromMinutes(minutes);
            for (var time = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % step.Ticks), TimeSpan.Zero) + step; time < to; time += step)
            {
                yield return (X(time), time);
            }
        }

        IEnumerable<Stay> Stays(List<LaneRequest> requests, double middle, double height)
        {
            for (int first = 0, next; first < requests.Count; first = next)
            {
                next = first + 1;
                while (next < requests.Count && requests[next].Organization == requests[first].Organization)
                {
                    next++;
                }

                var stay = requests[first..next];
                yield return new(
                    stay[0].Organization, stay[^1].KeyName, X(stay[0].At), next < requests.Count ? X(requests[next].At) : X(stay.Max(End)), stay.Count,
                    stay.Sum(request => request.Usage?.CacheRead ?? 0), stay.Sum(request => request.Usage?.Prompt ?? 0), Ticks(stay, middle, height));
            }
        }

        // One path for all bars of a stay: a thousand requests are one element of the page.
        string Ticks(List<LaneRequest> requests, double middle, double height)
        {
            var (path, thick) = (new StringBuilder(), height * 0.4);
            double left = -1, right = -1;
            foreach (var request in requests)
            {
                var (begins, ends) = (X(request.At), Math.Max(X(End(request)), X(request.At) + 1.6));
                if (left < 0 || begins > right + 0.8)
                {
                    Bar();
                    left = begins;
                }

                right = Math.Max(right, ends);
            }

            Bar();
            return path.ToString();

            void Bar()
            {
                if (left >= 0)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{left:0.#} {middle - (thick / 2):0.#}h{right - left:0.#}v{thick:0.#}h{left - right:0.#}z");
                }
            }
        }

        IEnumerable<Mark> MarksOf(LaneRequest request)
        {
            if (request.WaitMilliseconds >= LongWait.TotalMilliseconds)
            {
                yield return new(MarkKind.Wait, X(request.At), request, 1);
            }

            if (LedgerFacts.IsMove(request.Decision))
            {
                yield return new(MarkKind.Move, X(request.At), request, 1);
            }

            if (request.Miss is { Tokens: > 0 })
            {
                yield return new(MarkKind.Miss, X(request.At), request, 1);
            }

            if (request.End is not (EndState.Complete or EndState.ClientCancelled))
            {
                yield return new(MarkKind.Failure, X(End(request)), request, 1);
            }
        }
    }

    private static DateTimeOffset End(LaneRequest request) => request.At.AddMilliseconds(request.DurationMilliseconds);

    private static IEnumerable<Mark> Joined(IEnumerable<Mark> marks)
    {
        Mark? joined = null;
        foreach (var mark in marks.OrderBy(mark => mark.At))
        {
            if (joined is not null && mark.At - joined.At < MarkWidth)
            {
                joined = joined with { Count = joined.Count + 1 };
                continue;
            }

            if (joined is not null)
            {
                yield return joined;
            }

            joined = mark;
        }

        if (joined is not null)
        {
            yield return joined;
        }
    }
}
