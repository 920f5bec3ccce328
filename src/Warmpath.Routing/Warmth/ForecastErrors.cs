using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Warmth;

/// <summary>Counts how far forecasts of cached tokens were off.</summary>
internal sealed class ForecastErrors
{
    private long _answers;
    private double _signed;
    private double _absolute;

    public void Count(long expectedRead, long read)
    {
        _answers++;
        _signed += expectedRead - read;
        _absolute += Math.Abs(expectedRead - read);
    }

    public ForecastAccuracy View() =>
        _answers == 0 ? new(0, 0, 0) : new(_answers, _signed / _answers, _absolute / _answers);
}
