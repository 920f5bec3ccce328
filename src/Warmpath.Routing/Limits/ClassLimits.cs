using Warmpath.Routing.Fleet;

namespace Warmpath.Routing.Limits;

/// <summary>
/// The limits of one model class in one organization: those of the whole, and the lower ones that some of its workspaces have besides
/// (providers.md 1.1).
/// </summary>
/// <remarks>
/// Headers name the most restrictive limit in force (providers.md 1.3), so a workspace's own limit is not told as such: it shows when two
/// workspaces of one organization name different limits. The highest is then the organization's, each lower one that workspace's own.
/// </remarks>
internal sealed class ClassLimits(Organization organization, string modelClass)
{
    private readonly Dictionary<Workspace, LimitSettings> _named = [];
    private readonly Dictionary<Workspace, LimitPool> _workspaces = [];
    private LimitSettings? _given;
    private IReadOnlyDictionary<Workspace, LimitSettings> _givenWorkspaces = new Dictionary<Workspace, LimitSettings>();

    public string ModelClass => modelClass;

    public LimitPool Whole { get; } = new(organization, null, modelClass);

    /// <summary>One for each workspace that has limits of its own.</summary>
    public IReadOnlyCollection<LimitPool> Workspaces => _workspaces.Values;

    /// <summary>Nothing is known of it but what people gave, and nothing uses it or waits for it: made anew it would be the same.</summary>
    public bool IsAtRest(DateTimeOffset now) => _named.Count == 0 && Whole.IsAtRest(now) && _workspaces.Values.All(pool => pool.IsAtRest(now));

    /// <summary>What a request in this workspace has to be admitted by.</summary>
    public LimitScope Of(Workspace workspace) => new(Whole, _workspaces.Count == 0 ? null : _workspaces.GetValueOrDefault(workspace));

    /// <summary>Puts limits that a person gave, to the organization or to some of its workspaces, under those that headers name.</summary>
    public void Configure(LimitSettings? given, IReadOnlyDictionary<Workspace, LimitSettings> givenWorkspaces, DateTimeOffset now)
    {
        (_given, _givenWorkspaces) = (given, givenWorkspaces);
        foreach (var workspace in _named.Keys)
        {
            if (!organization.Keys.Any(key => key.Workspace == workspace))
            {
                _named.Remove(workspace);
            }
        }

        Apply(now);
    }

    /// <summary>A response to a request in this workspace named limits and what is left of them.</summary>
    public void Learn(Workspace workspace, LimitHeaders headers, Reservation? reservation, DateTimeOffset sentAt, DateTimeOffset now)
    {
        var known = _named.GetValueOrDefault(workspace) ?? LimitSettings.Unknown;
        var named = new LimitSettings(
            Named(headers.RequestsLimit, headers.RequestsRemaining, known.RequestsPerMinute, Whole.Requests),
            Named(headers.InputTokensLimit, headers.InputTokensRemaining, known.InputTokensPerMinute, Whole.Input),
            Named(headers.OutputTokensLimit, headers.OutputTokensRemaining, known.OutputTokensPerMinute, Whole.Output));
        if (named != known)
        {
            _named[workspace] = named;
            Apply(now);
        }

        foreach (var pool in Of(workspace))
        {
            pool.Correct(headers, reservation?.TakenBefore(pool), sentAt, now);
        }
    }

    /// <summary>A 429 named an input limit that no header had told.</summary>
    public void LearnInputLimit(Workspace workspace, long perMinute, DateTimeOffset now)
    {
        var known = _named.GetValueOrDefault(workspace) ?? LimitSettings.Unknown;
        _named[workspace] = known with { InputTokensPerMinute = known.InputTokensPerMinute ?? perMinute };
        Apply(now);
    }

    // Where the workspace has a lower limit than the organization, a higher number is the organization's, which has less left just now:
    // unless more is left than the lower one could hold.
    private static long? Named(long? limit, long? remaining, long? known, Bucket whole) =>
        limit is null || (limit > known && known < whole.Limit && remaining <= known) ? known : limit;

    private void Apply(DateTimeOffset now)
    {
        var highest = LimitSettings.Unknown;
        foreach (var named in _named.Values)
        {
            highest = highest.Highest(named);
        }

        var whole = _given?.Lowest(highest) ?? highest;
        Whole.SetLimits(whole, now);
        foreach (var workspace in _named.Keys.Union(_givenWorkspaces.Keys).Union(_workspaces.Keys).ToList())
        {
            var own = (_givenWorkspaces.GetValueOrDefault(workspace) ?? LimitSettings.Unknown)
                .Lowest(_named.GetValueOrDefault(workspace) ?? LimitSettings.Unknown)
                .WhereBelow(whole);
            if (own == LimitSettings.Unknown)
            {
                _workspaces.Remove(workspace); // who stands in its line decides again when its time has come
                continue;
            }

            if (!_workspaces.TryGetValue(workspace, out var pool))
            {
                _workspaces.Add(workspace, pool = new LimitPool(organization, workspace, modelClass));
            }

            pool.SetLimits(own, now);
        }
    }
}
