using Warmpath.Routing;

namespace Warmpath.Simulation.Providers;

/// <summary>What the model says to a request: an <see cref="Answer"/> or a <see cref="RateRefusal"/>.</summary>
public abstract record ProviderReply
{
    private protected ProviderReply()
    {
    }
}

/// <summary>The request is admitted: what it costs, when the response begins and when it has ended.</summary>
public sealed record Answer(Usage Usage, DateTimeOffset Begins, DateTimeOffset Ends) : ProviderReply;

/// <summary>A rate 429. Nothing has changed in the model.</summary>
/// <param name="Axis">The limit that takes longest to admit the request.</param>
/// <param name="LimitPerMinute">That limit as configured.</param>
/// <param name="RetryAfter">Until all limits would admit it, if nothing else came; null = never.</param>
public sealed record RateRefusal(LimitAxis Axis, double LimitPerMinute, TimeSpan? RetryAfter) : ProviderReply;
