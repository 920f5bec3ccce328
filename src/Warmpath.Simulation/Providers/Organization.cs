using Warmpath.Routing;
using Warmpath.Routing.Limits;

namespace Warmpath.Simulation.Providers;

/// <summary>One organization of the model: its limits by model class, those of some workspaces besides, its caches by workspace and model class.</summary>
/// <remarks>Not safe for several threads.</remarks>
public sealed class Organization
{
    private readonly OrganizationSpec _spec;
    private readonly ProviderParameters _parameters;
    private readonly Dictionary<(string? Workspace, string ModelClass), LimitPool> _limits = [];
    private readonly Dictionary<(string Workspace, string ModelClass), PromptCache> _caches = [];

    /// <summary>What a request meets, together: asked for at each.</summary>
    private readonly Dictionary<(string Workspace, string ModelClass), Place> _places = [];

    internal Organization(OrganizationSpec spec, ProviderParameters parameters)
    {
        _spec = spec;
        _parameters = parameters;
    }

    /// <summary>Cached prefixes held in memory, over all workspaces and classes.</summary>
    public int CacheEntries => _caches.Values.Sum(cache => cache.Count);

    /// <param name="workspace">Any name: a workspace exists from its first request on.</param>
    /// <param name="now">Never before that of an earlier call, except by a clock's trembling, which does no harm.</param>
    public ProviderReply Send(string workspace, ProviderRequest request, DateTimeOffset now)
    {
        var place = PlaceOf(workspace, request.ModelClass);
        var split = place.Cache.Look(request, now);
        var charge = Charge(request, split);
        return Later(place.Whole?.Refuse(charge, now), place.Own?.Refuse(charge, now)) is { } refusal
            ? refusal
            : Admit(request, place, split, charge, now);
    }

    /// <summary>The same, whatever the limits say; they go into debt.</summary>
    public Answer Admit(string workspace, ProviderRequest request, DateTimeOffset now)
    {
        var place = PlaceOf(workspace, request.ModelClass);
        var split = place.Cache.Look(request, now);
        return Admit(request, place, split, Charge(request, split), now);
    }

    /// <summary>Replaces the limits of a model class, the organization's or a workspace's; its buckets are full at first, its caches stay.</summary>
    /// <param name="workspace">Null: the whole organization's.</param>
    public void SetLimits(string? workspace, string modelClass, LimitSettings settings)
    {
        _limits[(workspace, modelClass)] = new(settings, _parameters);
        _places.Clear();
    }

    /// <summary>What it draws from the input limit.</summary>
    private double Charge(ProviderRequest request, in CacheSplit split) => request.CountsAllTokens
        ? split.Processed + split.Read + request.OutputTokens
        : split.Processed + (_parameters.CountReads * split.Read);

    private Answer Admit(ProviderRequest request, Place place, in CacheSplit split, double charge, DateTimeOffset now)
    {
        var begins = now + (request.Duration?.FirstByte ?? _parameters.LatencyOf(split.Processed));
        var output = request.CountsAllTokens ? 0 : request.OutputTokens;
        place.Whole?.Take(charge, output, now);
        place.Own?.Take(charge, output, now);
        place.Cache.Apply(request, split, begins, now);
        return new Answer(
            new Usage(split.Fresh, split.Write5m, split.Write1h, split.Read, request.OutputTokens),
            begins,
            request.Duration is { } known ? now + known.Whole : begins + TimeSpan.FromSeconds(request.OutputTokens / _parameters.OutputTokensPerSecond));
    }

    /// <summary>
    /// How the limits that a request in this workspace meets stand, in the order requests, input, output; what is not limited is left out.
    /// Where the organization and the workspace both have one, the one of which less is left (providers.md 1.3: the most restrictive).
    /// </summary>
    public IReadOnlyList<LimitLevel> Levels(string workspace, string modelClass, DateTimeOffset now) =>
    [
        .. (LimitsOf(null, modelClass)?.Levels(now) ?? []).Concat(LimitsOf(workspace, modelClass)?.Levels(now) ?? [])
            .GroupBy(level => level.Axis).OrderBy(axis => axis.Key).Select(axis => axis.MinBy(level => level.Remaining)!), // none is empty
    ];

    private static RateRefusal? Later(RateRefusal? a, RateRefusal? b) =>
        a is null ? b : b is null ? a : b.RetryAfter is { } later && later <= a.RetryAfter ? a : b.RetryAfter is null || a.RetryAfter is not null ? b : a;

    private LimitPool? LimitsOf(string? workspace, string modelClass)
    {
        if (!_limits.TryGetValue((workspace, modelClass), out var pool) && _spec.LimitsOf(workspace, modelClass) is { } settings)
        {
            _limits[(workspace, modelClass)] = pool = new(settings, _parameters);
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

    private Place PlaceOf(string workspace, string modelClass)
    {
        if (!_places.TryGetValue((workspace, modelClass), out var place))
        {
            _places[(workspace, modelClass)] = place = new(LimitsOf(null, modelClass), LimitsOf(workspace, modelClass), CacheOf(workspace, modelClass));
        }

        return place;
    }

    /// <param name="Whole">The organization's limits; null where it has none.</param>
    /// <param name="Own">The workspace's; null where it has none.</param>
    private sealed record Place(LimitPool? Whole, LimitPool? Own, PromptCache Cache);
}
