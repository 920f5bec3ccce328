using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Fleet;

/// <summary>One organization as seen at one upstream: where limits and credit live.</summary>
/// <remarks>
/// Overload and lost connections are judged here too, not for the whole upstream: the evidence is this organization's alone, and if it
/// is everybody's trouble, the next candidate finds out at the price of one request.
/// </remarks>
internal sealed class Organization(string address, string? id = null)
{
    /// <summary>Every name of a model that nobody knows is a class: beyond so many, those that are at rest are forgotten.</summary>
    private const int ManyClasses = 64;

    private readonly Dictionary<string, ClassLimits> _limits = [];
    private readonly HashSet<KeyState> _keys = [];

    // Every request asks every organization for the limits of its class, mostly the same one.
    private ClassLimits? _lastAsked;

    /// <summary>What tells it from others: upstream and id, declared name, or the one key that it was made for.</summary>
    public string Address { get; private set; } = address;

    public string? Id { get; private set; } = id;

    public string? Name { get; set; }

    public bool Discovered => Id is not null;

    public IReadOnlyCollection<KeyState> Keys => _keys;

    /// <summary>Out of credit, or spend cap reached.</summary>
    public Condition Credit { get; } = new();

    /// <summary>Overloaded or unreachable.</summary>
    public Condition Upstream { get; } = new();

    /// <summary>Lineages whose home is in one of its workspaces.</summary>
    public int LineagesAtHome { get; set; }

    /// <summary>Attempts under way that will bring a lineage here, should they be answered.</summary>
    public int LineagesComing { get; set; }

    /// <summary>By which lineages are spread where all else is equal: those that come count at once, so that a crowd does not go to one place.</summary>
    public int Lineages => LineagesAtHome + LineagesComing;

    public IReadOnlyCollection<ClassLimits> Limits => _limits.Values;

    /// <summary>For people: the name, else the id, else the key that it was made for.</summary>
    public string Label => Name ?? Id ?? Keys.FirstOrDefault()?.Config.Name ?? Address;

    /// <summary>A response named it.</summary>
    public void Identify(string address, string? id) => (Address, Id) = (address, id);

    /// <summary>The key opens it from now on, and brings its lineages.</summary>
    public void Add(KeyState key)
    {
        _keys.Add(key);
        LineagesAtHome += key.LineagesAtHome;
    }

    /// <summary>The key has left, with its lineages.</summary>
    public void Remove(KeyState key)
    {
        _keys.Remove(key);
        LineagesAtHome -= key.LineagesAtHome;
    }

    public ClassLimits LimitsOf(string modelClass, DateTimeOffset now)
    {
        if (_lastAsked is { } last && last.ModelClass == modelClass)
        {
            return last;
        }

        if (!_limits.TryGetValue(modelClass, out var limits))
        {
            if (_limits.Count >= ManyClasses)
            {
                Forget(now);
            }

            _limits.Add(modelClass, limits = new ClassLimits(this, modelClass));
            Configure(limits, now);
        }

        _lastAsked = limits;
        return limits;
    }

    private void Forget(DateTimeOffset now)
    {
        _lastAsked = null;
        foreach (var (modelClass, limits) in _limits)
        {
            if (limits.IsAtRest(now))
            {
                _limits.Remove(modelClass); // while it is enumerated: a dictionary allows that
            }
        }
    }

    /// <summary>The limits that people gave changed, or keys came or went.</summary>
    public void Reconfigure(DateTimeOffset now)
    {
        foreach (var limits in _limits.Values)
        {
            Configure(limits, now);
        }
    }

    // Of a key that is bound to a workspace they are that workspace's, else the organization's. The lowest that any of the keys was given:
    // a person who gave one meant to stay below it.
    private void Configure(ClassLimits limits, DateTimeOffset now)
    {
        LimitSettings? whole = null;
        var workspaces = new Dictionary<Workspace, LimitSettings>();
        foreach (var key in Keys)
        {
            if (key.Config.Limits is null || Matching(key.Config.Limits, limits.ModelClass) is not { } given)
            {
                continue;
            }

            if (key.Config.BoundWorkspaceId is null)
            {
                whole = whole?.Lowest(given) ?? given;
            }
            else
            {
                workspaces[key.Workspace] = workspaces.TryGetValue(key.Workspace, out var other) ? other.Lowest(given) : given;
            }
        }

        limits.Configure(whole, workspaces, now);
    }

    // The class itself, else its family ("sonnet" for "sonnet-5-5"), else any other.
    private static LimitSettings? Matching(IReadOnlyDictionary<string, LimitSettings> limits, string modelClass) =>
        limits.TryGetValue(modelClass, out var exact) ? exact
        : limits.TryGetValue(modelClass.Split('-')[0], out var family) ? family
        : limits.GetValueOrDefault("*");
}
