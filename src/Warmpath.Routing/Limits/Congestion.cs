namespace Warmpath.Routing.Limits;

/// <summary>How much waiting one more request causes to all that come after it: the true price of the tokens of a scarce limit.</summary>
/// <remarks>
/// A bucket that is refilled at a constant rate is a queue. In the diffusion approximation (Kleinrock, Queueing Systems II, ch. 2) what
/// is left of it drifts upwards by the unused rate m and spreads by the variance s² of the demand; from a level l it runs dry with
/// probability e^(-al), a = 2m/s², and the time that it then spends below zero, weighted by how deep, is 1/(m a²). Each of the n requests
/// a second that meet it there waits for its depth to be refilled. The difference with and without the request is what it causes.
/// </remarks>
internal sealed class Congestion
{
    /// <summary>Over which demand is averaged: long enough to have seen its bursts, short enough to follow a morning.</summary>
    private const double WindowSeconds = 300;

    /// <summary>The unused share of a limit is taken for no less: what is used up entirely would have no finite price.</summary>
    private const double LeastUnused = 0.1;

    private double _count;
    private double _sum;
    private double _squares;
    private DateTimeOffset _at;

    /// <summary>A request took this much.</summary>
    public void Count(double amount, DateTimeOffset now)
    {
        Decay(now);
        (_count, _sum, _squares) = (_count + 1, _sum + amount, _squares + (amount * amount));
    }

    /// <summary>Seconds of waiting, summed over all later requests.</summary>
    /// <param name="level">What the bucket holds now; negative while it is overdrawn, or when those who wait will take more than it has.</param>
    public double Caused(double amount, double level, double limitPerMinute, DateTimeOffset now)
    {
        Decay(now);
        if (amount <= 0 || _count <= 0)
        {
            return 0;
        }

        var refill = limitPerMinute / 60;
        var unused = Math.Max(LeastUnused * refill, refill - (_sum / WindowSeconds));
        var decline = 2 * unused * WindowSeconds / (_squares + (amount * amount));
        return _count / WindowSeconds / refill * (Depth(level - amount, unused, decline) - Depth(level, unused, decline));
    }

    private static double Depth(double level, double unused, double decline) => level >= 0
        ? Math.Exp(-decline * level) / (unused * decline * decline)
        : ((level * level / 2) - (level / decline) + (1 / (decline * decline))) / unused;

    private void Decay(DateTimeOffset now)
    {
        if (now > _at)
        {
            var left = Math.Exp(-(now - _at).TotalSeconds / WindowSeconds);
            (_count, _sum, _squares, _at) = (_count * left, _sum * left, _squares * left, now);
        }
    }
}
