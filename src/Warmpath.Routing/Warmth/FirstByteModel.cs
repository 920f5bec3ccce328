namespace Warmpath.Routing.Warmth;

/// <summary>How long an answer takes to begin, learned per model: needed to price the wait for another request's cache entry.</summary>
internal sealed class FirstByteModel
{
    // simulation.md's provider: 0.8 s, and 25 us for each token that is not read from cache.
    private const double BaseSeconds = 0.8;
    private const double SecondsPerToken = 25e-6;
    private const double Step = 0.1;
    private const int MaximumModels = 200;

    private readonly Dictionary<string, double> _factors = [];

    public TimeSpan Expected(string model, int chargedTokens) =>
        TimeSpan.FromSeconds(_factors.GetValueOrDefault(model, 1) * (BaseSeconds + (SecondsPerToken * chargedTokens)));

    public void Learn(string model, int chargedTokens, TimeSpan observed)
    {
        if (_factors.Count >= MaximumModels && !_factors.ContainsKey(model))
        {
            return;
        }

        var factor = _factors.GetValueOrDefault(model, 1);
        var seen = Math.Clamp(observed.TotalSeconds / (BaseSeconds + (SecondsPerToken * chargedTokens)), 0.01, 30);
        _factors[model] = factor + (Step * (seen - factor));
    }
}
