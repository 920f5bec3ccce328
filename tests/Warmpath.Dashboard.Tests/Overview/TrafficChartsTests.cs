using Bunit;
using Radzen;
using Radzen.Blazor.Rendering;
using Warmpath.Dashboard.Overview;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard.Tests.Overview;

public sealed class TrafficChartsTests : IDisposable
{
    private readonly BunitContext _page = new();

    public TrafficChartsTests()
    {
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 200 });
        _page.JSInterop.Setup<Rect>("Radzen.createResizable", _ => true).SetResult(new Rect { Width = 600, Height = 200 });
        _page.Services.AddRadzenComponents();
    }

    [Theory]
    [InlineData(false, 60, 60, "60 min ago, 45 min ago, 30 min ago, 15 min ago, now")]
    [InlineData(false, 60, 20, "30 min ago, 20 min ago, 10 min ago, now")]
    [InlineData(false, 60, 3, "9 min ago, 6 min ago, 3 min ago, now")]
    [InlineData(true, 24, 24, "24 h ago, 18 h ago, 12 h ago, 6 h ago, now")]
    public void The_axis_of_time_has_round_marks_however_long_the_gateway_runs(bool byHour, int points, int measured, string marks)
    {
        var charts = _page.Render<TrafficCharts>(parameters => parameters
            .Add(it => it.ByHour, byHour)
            .Add(it => it.Points, [.. Enumerable.Range(0, points).Select(number => Point(number, number >= points - measured))]));

        var axes = charts.FindAll(".rz-category-axis");
        Assert.Equal(2, axes.Count);
        Assert.All(axes, axis => Assert.Equal(marks, string.Join(", ", axis.QuerySelectorAll("text").Select(text => text.TextContent.Trim()))));
    }

    [Fact]
    public async Task Axes_are_drawn_also_when_the_browser_tells_the_size_before_it_is_asked()
    {
        var answer = _page.JSInterop.Setup<Rect>("Radzen.createChart", call => call.Arguments.Count > 0);
        var charts = _page.Render<TrafficCharts>(parameters => parameters.Add(it => it.Points, [Point(0, measured: true)]));
        foreach (var chart in charts.FindComponents<MeasuredChart>())
        {
            await chart.InvokeAsync(() => chart.Instance.Resize(600, 200));
        }

        charts.Render(parameters => parameters.Add(it => it.Points, [Point(0, measured: true), Point(1, measured: true)]));
        answer.SetResult(new Rect { Width = 600, Height = 200 });

        charts.WaitForAssertion(() => Assert.Equal(
            ["9 min ago, 6 min ago, 3 min ago, now", "9 min ago, 6 min ago, 3 min ago, now"],
            charts.FindAll(".rz-category-axis").Select(axis => string.Join(", ", axis.QuerySelectorAll("text").Select(text => text.TextContent.Trim())))));
    }

    public void Dispose() => _page.Dispose();

    private static TrafficPoint Point(int number, bool measured) => new(
        Some.Now.AddMinutes(number), measured ? 1 : 0, measured ? 10 : 0, measured ? 20 : 0, measured ? 70 : 0, measured ? 0.7 : null, 0);
}
