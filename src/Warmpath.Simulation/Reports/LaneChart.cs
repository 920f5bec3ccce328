using System.Globalization;
using System.Text;
using Warmpath.Simulation.Runs;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Reports;

/// <summary>One lane per lineage over time; each request a tick in the colour of the key that answered it, pale where nothing was read.</summary>
internal static class LaneChart
{
    private const int Width = 900;
    private const int Left = 140;
    private const int Row = 12;

    public static string Draw(ContestRun run, int mostLanes)
    {
        var keys = run.Workload.World.Organizations.SelectMany(organization => organization.Keys).Select(key => key.Name).ToList();
        var lanes = run.Records.Where(record => record.Usage is not null)
            .GroupBy(record => record.Request.Stream)
            .OrderByDescending(lane => lane.Count())
            .Take(mostLanes)
            .OrderBy(lane => lane.Min(record => record.IssuedAt))
            .ToList();
        if (lanes.Count == 0)
        {
            return "";
        }

        var hours = Math.Max(1e-6, lanes.Max(lane => lane.Max(Hour)));
        var height = (lanes.Count * Row) + 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\">");
        for (var i = 0; i < lanes.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{(i * Row) + 10}\" text-anchor=\"end\" style=\"font-size:9px\">{HtmlReport.Text(Short(lanes[i].Key))}</text>");
            foreach (var record in lanes[i])
            {
                var opacity = record.Usage!.Value.CacheRead > 0 ? "1" : ".35"; // answered ones alone are drawn
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(Hour(record)):0.#}\" y=\"{(i * Row) + 2}\" width=\"2.5\" height=\"{Row - 3}\" fill=\"{Colour(keys.IndexOf(record.Attempts[^1].Key), keys.Count)}\" opacity=\"{opacity}\"/>");
            }
        }

        // A day by the hour; a recording of minutes by the minute, ten marks at most.
        var (unit, name) = hours >= 2 ? (1.0, "h") : (1.0 / 60, "min");
        var step = Math.Max(1, (int)Math.Ceiling(hours / unit / 10));
        for (var mark = 0; mark * unit <= hours; mark += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(mark * unit):0.#}\" y=\"{height - 22}\" text-anchor=\"middle\">{mark} {name}</text>");
        }

        for (var i = 0; i < Math.Min(8, keys.Count); i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left + (i * 90)}\" y=\"{height - 14}\" width=\"10\" height=\"10\" fill=\"{Colour(i, keys.Count)}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + (i * 90) + 14}\" y=\"{height - 5}\">{HtmlReport.Text(keys[i])}</text>");
        }

        return svg.Append("</svg>\n").ToString();

        double X(double hour) => Left + (hour / hours * (Width - Left - 20));
    }

    // Real sessions have ids of 36 characters, which the margin does not hold.
    private static string Short(string lineage) => lineage.Length <= 24 ? lineage : $"{lineage[..8]}…{lineage[^4..]}";

    private static double Hour(RequestRecord record) => (record.Attempts[^1].At - World.Start).TotalHours;

    private static string Colour(int index, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"hsl({index * 360 / Math.Max(1, count)} 65% 45%)");
}
