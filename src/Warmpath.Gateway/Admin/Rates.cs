namespace Warmpath.Gateway.Admin;

/// <summary>Rates are weighted by tokens, never by requests: a thousand titles say nothing about a warm session.</summary>
internal static class Rates
{
    /// <returns>Read ÷ (read + other), 0 to 1; null when there were no tokens.</returns>
    public static double? Hit(long read, long other) => read + other == 0 ? null : (double)read / (read + other);
}
