namespace Warmpath.Routing.Lifetimes;

/// <summary>How long it took until the next use: within five minutes, within the hour, or longer. Older counts fade.</summary>
internal sealed class GapCounts
{
    private const double Most = 200;

    private double _short;

    /// <summary>Of more than five minutes and at most an hour: a one-hour entry survives it, a five-minute entry does not.</summary>
    public double Pauses { get; private set; }

    public double Long { get; private set; }

    public double All => _short + Pauses + Long;

    public void Count(TimeSpan gap)
    {
        if (All >= Most)
        {
            (_short, Pauses, Long) = (_short / 2, Pauses / 2, Long / 2);
        }

        if (gap.TotalMinutes <= 5)
        {
            _short++;
        }
        else if (gap.TotalMinutes <= 60)
        {
            Pauses++;
        }
        else
        {
            Long++;
        }
    }
}
