using Warmpath.Routing;
using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Providers;

/// <summary>One organization of the model: its limits by model class, its caches by workspace and model class.</summary>
/// <remarks>Not safe for several threads.</remarks>
public sealed class Organization
{
    private static readonly LimitSettings Unlimited = new(null, null, null);

    private readonly OrganizationSpec _spec;
    private readonly ProviderParameters _parameters;
    private readonly Dictionary<string, LimitPool> _limits = [];
    private readonly Dictionary<(string Workspace, string ModelClass), PromptCache> _caches = [];

    internal Organization(OrganizationSpec spec, ProviderParameters parameters)
    {
        _spec = spec;
        _parameters = parameters;
    }

    public string Name => _spec.Name;

    /// <summary>Cached prefixes held in memory, over all workspaces and classes.</summary>
    public int CacheEntries => _caches.Values.Sum(cache => cache.Count);

    /// <param name="workspace">Any name: a workspace exists from its first request on.</param>
    /// <param name="now">Never before that of an earlier call, except by a clock's trembling, which does no harm.</param>
    public ProviderReply Send(string workspace, ProviderRequest request, DateTimeOffset now)
    {
        var limits = LimitsOf(request.ModelClass);
        var cache = CacheOf(workspace, request.ModelClass);
        var split = cache.Look(request, now);
        var charge = split.Processed + (_parameters.CountReads * split.Read);
        if (limits.Refuse(charge, now) is { } refusal)
        {
            return refusal;
        }

        var begins = now + _parameters.Latency + (_parameters.LatencyPerToken * split.Processed);
        limits.Take(charge, request.OutputTokens, now);
        cache.Apply(request, split, begins, now);
        return new Answer(
            new Usage(split.Fresh, split.Write5m, split.Write1h, split.Read, request.OutputTokens),
            begins,
            begins + TimeSpan.FromSeconds(request.OutputTokens / _parameters.OutputTokensPerSecond));
    }

    /// <summary>How the limits of a model class stand, in the order requests, input, output; what is not limited is left out.</summary>
    public IReadOnlyList<LimitLevel> Levels(string modelClass, DateTimeOffset now) => [.. LimitsOf(modelClass).Levels(now)];

    private LimitPool LimitsOf(string modelClass)
    {
        if (!_limits.TryGetValue(modelClass, out var pool))
        {
            var settings = _spec.Limits.GetValueOrDefault(modelClass)
                ?? _spec.Limits.GetValueOrDefault(OrganizationSpec.AnyClass)
                ?? Unlimited;
            _limits[modelClass] = pool = new(settings, _parameters);
        }

        return pool;
    }

    private PromptCache CacheOf(string workspace, string modelClass)
    {
        if (!_caches.TryGetValue((workspace, modelClass), out var cache))
        {
            _caches[(workspace, modelClass)] = cache = new(_parameters);
        }

        return cache;
    }
}
