using System.Globalization;
using System.Text;

namespace Warmpath.Simulation.Reports;

/// <summary>Horizontal bars with their ranges, and marks that all are measured by, as SVG.</summary>
internal static class BarChart
{
    private const int Width = 900;
    private const int Left = 200;
    private const int Right = 80;
    private const int Row = 24;

    /// <param name="reach">What the axis reaches at least, above 0: nothing looks like much.</param>
    public static string Draw(IReadOnlyList<(string Label, Spread Value)> bars, IReadOnlyList<(string Label, double Value)> marks, double reach, string format)
    {
        var most = Math.Max(reach, bars.Max(bar => bar.Value.Most));
        var height = (bars.Count * Row) + 24;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\">");
        for (var i = 0; i < bars.Count; i++)
        {
            var (label, value) = bars[i];
            var y = (i * Row) + 4;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{HtmlReport.Text(label)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{X(value.Median) - Left:0.#}\" height=\"{Row - 8}\" fill=\"#4878a8\"/>")
                .Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(value.Least):0.#}\" x2=\"{X(value.Most):0.#}\" y1=\"{y + 8}\" y2=\"{y + 8}\" stroke=\"#c44\" stroke-width=\"1.5\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{X(value.Most) + 6:0.#}\" y=\"{y + 13}\">{value.Median.ToString(format, CultureInfo.InvariantCulture)}</text>");
        }

        // Marks may lie close together: the names of the lowest and of the others point away from one another.
        foreach (var (label, value) in marks)
        {
            var anchor = marks.Count > 1 && value <= marks.Min(mark => mark.Value) ? "end" : "start";
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(value):0.#}\" x2=\"{X(value):0.#}\" y1=\"0\" y2=\"{height - 20}\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{X(value):0.#}\" y=\"{height - 6}\" text-anchor=\"{anchor}\">{HtmlReport.Text(label)}</text>");
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + (value / most * (Width - Left - Right));
    }
}
