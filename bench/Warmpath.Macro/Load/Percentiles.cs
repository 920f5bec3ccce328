namespace Warmpath.Macro.Load;

internal static class Percentiles
{
    /// <param name="ordered">From small to large; not empty.</param>
    public static double Of(double[] ordered, double share) => ordered[Math.Min(ordered.Length - 1, (int)(ordered.Length * share))];
}
