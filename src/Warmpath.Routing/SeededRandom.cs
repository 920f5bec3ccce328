namespace Warmpath.Routing;

/// <summary>A generator of our own (SplitMix64, Steele and others 2014): the same seed gives the same draws on every machine and version.</summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Any of 2^64, equally likely.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 inclusive to 1 exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 inclusive to <paramref name="below"/> exclusive; at least 1.</summary>
    public int Below(int below) => (int)(Unit() * below);

    public double Between(double low, double high) => low + (Unit() * (high - low));

    public int Between(int low, int highInclusive) => low + Below(highInclusive - low + 1);

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Log-normal: half of the draws are below <paramref name="median"/>; <paramref name="spread"/> is the logarithm's deviation.</summary>
    public double LogNormal(double median, double spread)
    {
        var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - Unit())), 2 * Math.PI * Unit());
        return median * Math.Exp(spread * radius * Math.Cos(angle));
    }

    /// <summary>A generator whose draws do not depend on how many were made here after.</summary>
    public SeededRandom Fork() => new(Next());
}
