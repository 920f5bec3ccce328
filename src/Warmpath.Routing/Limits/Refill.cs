namespace Warmpath.Routing.Limits;

/// <summary>A look ahead at the three buckets of a pool: when each of some requests, served one after the other, could be admitted.</summary>
/// <remarks>A value: a copy of it looks into another future.</remarks>
internal struct Refill(Refill.Axis requests, Refill.Axis input, Refill.Axis output)
{
    private double _seconds;

    /// <summary>The next request goes as soon as all three admit it.</summary>
    /// <returns>Seconds from the beginning of the look ahead; never less than for the request before it.</returns>
    public double Admit(double inputTokens, double outputTokens)
    {
        var wait = Math.Max(requests.Wait(1), Math.Max(input.Wait(inputTokens), output.Wait(outputTokens)));
        _seconds += wait;
        requests.Pass(wait, 1);
        input.Pass(wait, inputTokens);
        output.Pass(wait, outputTokens);
        return _seconds;
    }

    /// <summary>Seconds that what a request takes needs to be refilled.</summary>
    public readonly double Whole(double inputTokens, double outputTokens) =>
        Math.Max(requests.Whole(1), Math.Max(input.Whole(inputTokens), output.Whole(outputTokens)));

    /// <summary>One bucket; an unknown limit is an infinite one.</summary>
    public struct Axis(double level, double limitPerMinute)
    {
        private const double Tolerance = 1e-6;

        private double _level = level;

        public readonly double Whole(double amount) => amount * 60 / limitPerMinute;

        // More than the capacity passes when the bucket is full.
        public readonly double Wait(double amount)
        {
            var missing = Math.Min(amount, limitPerMinute) - _level;
            return missing > Tolerance ? missing * 60 / limitPerMinute : 0;
        }

        public void Pass(double seconds, double amount) =>
            _level = (seconds > 0 ? Math.Min(limitPerMinute, _level + (limitPerMinute * seconds / 60)) : _level) - amount;
    }
}
