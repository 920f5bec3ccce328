using Microsoft.AspNetCore.Components;
using Warmpath.Dashboard.Live;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Overview;

/// <summary>How the hit rate and the input tokens went over the last hour or day. Moments are told as distances: no time zone comes into it.</summary>
public partial class TrafficCharts : StillComponent
{
    private static readonly double[] MinuteSpans = [9, 30, 60];
    private static readonly double[] HourSpans = [6, 12, 24];

    private IReadOnlyList<Point> _tokens = [];
    private IReadOnlyList<Point> _rates = [];
    private double _span;

    /// <summary>Oldest first; the last one is under way.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TrafficPoint> Points { get; set; }

    /// <summary>True: the points are hours; false: minutes.</summary>
    [Parameter, EditorRequired]
    public bool ByHour { get; set; }

    protected override IEnumerable<object?> Shown => [ByHour, .. Points];

    private double Step => _span % 4 == 0 ? _span / 4 : _span / 3;

    private string HitRateInWords => _rates.Count == 0
        ? "No input tokens yet"
        : $"From {_rates[0].Percent:0}% {When(_rates[0].Ago)} to {_rates[^1].Percent:0}% {When(_rates[^1].Ago)}";

    private string TokensInWords =>
        $"{Plain.Count(Points.Sum(point => point.CacheReadTokens))} read from cache, {Plain.Count(Points.Sum(point => point.CacheWriteTokens))} written, "
        + $"{Plain.Count(Points.Sum(point => point.InputTokens))} fresh in the last {(ByHour ? "day" : "hour")}";

    protected override void OnParametersSet()
    {
        _tokens = [.. Points.Select((point, index) => new Point(
            index - Points.Count + 1, (point.HitRate ?? 0) * 100, point.CacheReadTokens, point.CacheWriteTokens, point.InputTokens))];
        _rates = [.. _tokens.Where((_, index) => Points[index].HitRate is not null)];

        // A gateway that has just begun fills its charts, too.
        var oldest = _rates.Count == 0 ? 0 : -_rates[0].Ago;
        _span = (ByHour ? HourSpans : MinuteSpans).First(span => span >= oldest);
    }

    private string Label(object ago) => Convert.ToDouble(ago, provider: null) is < 0 and var before ? $"{-before:0} {(ByHour ? "h" : "min")} ago" : "now";

    private string When(double ago) => ago < 0 ? $"{-ago:0} {(ByHour ? "h" : "min")} ago" : $"this {(ByHour ? "hour" : "minute")}";

    /// <param name="Ago">Minutes or hours before now, negative.</param>
    private sealed record Point(double Ago, double Percent, double Read, double Written, double Fresh);
}
