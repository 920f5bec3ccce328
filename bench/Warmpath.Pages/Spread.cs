namespace Warmpath.Pages;

/// <summary>Durations as figures, in milliseconds.</summary>
internal sealed class Spread(List<double> milliseconds)
{
    private readonly List<double> _sorted = [.. milliseconds.Order()];

    public double Median => At(0.5);

    public override string ToString() => $"median {Median:0.00} ms, 95th {At(0.95):0.0} ms, worst {_sorted[^1]:0.0} ms";

    private double At(double share) => _sorted[(int)(share * (_sorted.Count - 1))];
}
