namespace Warmpath.Routing.Limits;

/// <summary>How much waiting one more request causes to all that come after it: the true price of the tokens of a scarce limit.</summary>
/// <remarks>
/// A bucket that is refilled at a constant rate is a queue. In the diffusion approximation (Kleinrock, Queueing Systems II, ch. 2) what
/// is left of it drifts upwards by the unused rate m and spreads by the variance s² of the demand; from a level l it runs dry with
/// probability e^(-al), a = 2m/s². Each of the n requests a second that meet it below zero waits for its depth to be refilled, but no longer
/// than it is patient: then it goes elsewhere, at a price that is worth as much. With the depth bounded by what patience refills, D, the
/// waiting to come from a level l >= 0 is n/(m a²) (1 - e^(-aD)) e^(-al). The difference with and without the request is what it causes.
/// </remarks>
internal sealed class Congestion
{
    /// <summary>Over which demand is averaged: long enough to have seen several of the large prompts that make it burst, short enough to follow a morning.</summary>
    private const double WindowSeconds = 1800;

    /// <summary>The unused share of a limit is taken for no less: what is used up entirely would have no finite price.</summary>
    private const double LeastUnused = 0.1;

    /// <summary>The power of e, negated, of which nothing is left in a double.</summary>
    private const double ZeroBelow = 746;

    private double _count;
    private double _sum;
    private double _squares;
    private double _patience;
    private DateTimeOffset _at;

    /// <summary>A request took this much, and would have waited for it so many seconds at most.</summary>
    public void Count(double amount, double patience, DateTimeOffset now)
    {
        Decay(now);
        (_count, _sum, _squares, _patience) = (_count + 1, _sum + amount, _squares + (amount * amount), _patience + patience);
    }

    /// <summary>Seconds of waiting, summed over all later requests.</summary>
    /// <param name="level">What the bucket holds now; negative while it is overdrawn, or when those who wait will take more than it has.</param>
    public double Caused(double amount, double level, double limitPerMinute, DateTimeOffset now)
    {
        if (amount <= 0 || _count <= 0 || IsAbundant(amount, level, limitPerMinute))
        {
            return 0;
        }

        Decay(now);

        var refill = limitPerMinute / 60;
        var unused = Math.Max(LeastUnused * refill, refill - (_sum / WindowSeconds));
        var decline = 2 * unused * WindowSeconds / (_squares + (amount * amount));
        var deepest = _patience / _count * refill;
        return _count / WindowSeconds / refill / unused
            * (Depth(level - amount, decline, deepest) - Depth(level, decline, deepest));
    }

    // So far from dry that e^(-al) is zero. Demand has only faded since it was last counted, and the less there is, the larger is a.
    private bool IsAbundant(double amount, double level, double limitPerMinute)
    {
        var refill = limitPerMinute / 60;
        var unused = Math.Max(LeastUnused * refill, refill - (_sum / WindowSeconds));
        return 2 * unused * WindowSeconds * (level - amount) > ZeroBelow * (_squares + (amount * amount));
    }

    // The depth to come, summed over time and times the unused rate.
    private static double Depth(double level, double decline, double deepest)
    {
        var scale = 1 / (decline * decline);
        if (level >= 0)
        {
            return scale * (1 - Math.Exp(-decline * deepest)) * Math.Exp(-decline * level);
        }

        var within = Math.Max(level, -deepest);
        return (scale * (1 - Math.Exp(-decline * (deepest + within)))) + (within * within / 2) - (within / decline)
            + (deepest * (within - level));
    }

    private void Decay(DateTimeOffset now)
    {
        if (now > _at)
        {
            var left = Math.Exp(-(now - _at).TotalSeconds / WindowSeconds);
            (_count, _sum, _squares, _patience, _at) = (_count * left, _sum * left, _squares * left, _patience * left, now);
        }
    }
}
