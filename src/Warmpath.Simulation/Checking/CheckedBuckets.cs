using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Simulation.Checking;

/// <summary>The buckets of one (organization, model class), or of a workspace's own limits, as simulation.md tells them, in seconds.</summary>
internal sealed class CheckedBuckets(LimitSettings limits, ProviderParameters parameters)
{
    private const double Tolerance = 1e-6;

    private readonly Level _requests = new(limits.RequestsPerMinute, parameters.Burst);
    private readonly Level _input = new(limits.InputTokensPerMinute, parameters.Burst);
    private readonly Level _output = new(limits.OutputTokensPerMinute, parameters.Burst);

    public bool Admits(double charge, double at)
    {
        var fits = parameters.Oversize == OversizePolicy.Debt || charge <= _input.Capacity + Tolerance;
        return fits
            && _requests.At(at) >= 1 - Tolerance
            && _input.At(at) >= Math.Min(charge, _input.Capacity) - Tolerance
            && _output.At(at) > Tolerance;
    }

    public void Take(double charge, double output)
    {
        _requests.Now -= 1;
        _input.Now -= charge;
        _output.Now -= output;
    }

    private sealed class Level(long? limit, double burst)
    {
        private double _at;

        public double Capacity { get; } = limit is { } perMinute ? perMinute * burst : double.PositiveInfinity;

        public double Now { get; set; } = limit is { } perMinute ? perMinute * burst : double.PositiveInfinity;

        public double At(double at)
        {
            if (at > _at)
            {
                Now = limit is { } perMinute ? Math.Min(Capacity, Now + ((at - _at) * perMinute / 60)) : Now;
                _at = at;
            }

            return Now;
        }
    }
}
