using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Providers;

/// <summary>The three limits that one organization has for one model class.</summary>
internal sealed class LimitPool(LimitSettings limits, ProviderParameters parameters)
{
    /// <summary>What the bucket of requests has to hold.</summary>
    public const double OneRequest = 1;

    /// <summary>An empty output bucket refuses whatever the answer's length, which nobody knows yet: "anything above zero" has to be there.</summary>
    public const double AboveZero = 2 * TokenBucket.Tolerance;

    private readonly TokenBucket? _requests = Bucket(limits.RequestsPerMinute, parameters);
    private readonly TokenBucket? _input = Bucket(limits.InputTokensPerMinute, parameters);
    private readonly TokenBucket? _output = Bucket(limits.OutputTokensPerMinute, parameters);

    /// <summary>The limits that exist, in the order requests, input, output.</summary>
    public IEnumerable<LimitLevel> Levels(DateTimeOffset now)
    {
        foreach (var (axis, bucket) in Buckets())
        {
            yield return new(axis, bucket.LimitPerMinute, bucket.LevelAt(now), bucket.Until(bucket.Capacity, now));
        }
    }

    /// <returns>Null when all three admit the request.</returns>
    public RateRefusal? Refuse(double inputCharge, DateTimeOffset now)
    {
        if (_input is not null && parameters.Oversize == OversizePolicy.Reject && inputCharge > _input.Capacity + TokenBucket.Tolerance)
        {
            return new(LimitAxis.InputTokens, _input.LimitPerMinute, RetryAfter: null);
        }

        RateRefusal? slowest = null;
        foreach (var (axis, bucket) in Buckets())
        {
            var needed = axis switch
            {
                LimitAxis.Requests => OneRequest,
                LimitAxis.InputTokens => Math.Min(inputCharge, bucket.Capacity),
                _ => AboveZero,
            };
            var wait = bucket.Until(needed, now);
            if (wait > (slowest?.RetryAfter ?? TimeSpan.Zero))
            {
                slowest = new(axis, bucket.LimitPerMinute, wait);
            }
        }

        return slowest;
    }

    public void Take(double inputCharge, double output, DateTimeOffset now)
    {
        _requests?.Take(OneRequest, now);
        _input?.Take(inputCharge, now);
        _output?.Take(output, now);
    }

    private static TokenBucket? Bucket(long? limit, ProviderParameters parameters) =>
        limit is { } perMinute ? new(perMinute, parameters.Burst) : null;

    private IEnumerable<(LimitAxis Axis, TokenBucket Bucket)> Buckets()
    {
        if (_requests is not null)
        {
            yield return (LimitAxis.Requests, _requests);
        }

        if (_input is not null)
        {
            yield return (LimitAxis.InputTokens, _input);
        }

        if (_output is not null)
        {
            yield return (LimitAxis.OutputTokens, _output);
        }
    }
}
