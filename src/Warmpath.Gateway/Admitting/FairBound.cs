namespace Warmpath.Gateway.Admitting;

/// <summary>A bound that several share, so that one of them cannot starve the others.</summary>
internal static class FairBound
{
    /// <summary>Whether one that holds <paramref name="own"/> may have more. Once three quarters are taken, nobody gets more than an equal share.</summary>
    /// <param name="all">What is taken.</param>
    /// <param name="sharers">How many hold something, the one that asks included.</param>
    public static bool Fits(long all, long own, long more, long bound, int sharers) =>
        all + more <= bound && (all + more <= bound - (bound / 4) || own + more <= bound / Math.Max(1, sharers));
}
