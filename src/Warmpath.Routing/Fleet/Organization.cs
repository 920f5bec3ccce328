using Warmpath.Routing.Health;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Fleet;

/// <summary>One organization as seen at one upstream: where limits and credit live.</summary>
/// <remarks>
/// Overload and lost connections are judged here too, not for the whole upstream: the evidence is this organization's alone, and if it
/// is everybody's trouble, the next candidate finds out at the price of one request.
/// </remarks>
internal sealed class Organization(string address)
{
    private readonly Dictionary<string, LimitPool> _pools = [];

    /// <summary>What tells it from others: upstream and id, declared name, or the one key that it was made for.</summary>
    public string Address { get; } = address;

    public string? Id { get; set; }

    public string? Name { get; set; }

    public bool Discovered { get; set; }

    public HashSet<KeyState> Keys { get; } = [];

    /// <summary>Out of credit, or spend cap reached.</summary>
    public Condition Credit { get; } = new();

    /// <summary>Overloaded or unreachable.</summary>
    public Condition Upstream { get; } = new();

    /// <summary>Lineages whose home is in one of its workspaces.</summary>
    public int LineagesAtHome => Keys.Sum(key => key.LineagesAtHome);

    public IReadOnlyCollection<LimitPool> Pools => _pools.Values;

    /// <summary>For people: the name, else the id, else the key that it was made for.</summary>
    public string Label => Name ?? Id ?? Keys.FirstOrDefault()?.Config.Name ?? Address;

    public LimitPool Pool(string modelClass, DateTimeOffset now)
    {
        if (!_pools.TryGetValue(modelClass, out var pool))
        {
            pool = new LimitPool(this, modelClass);
            pool.Configure(ConfiguredLimits(modelClass), now);
            _pools.Add(modelClass, pool);
        }

        return pool;
    }

    /// <summary>The limits that people gave changed, or keys came or went.</summary>
    public void Reconfigure(DateTimeOffset now)
    {
        foreach (var pool in _pools.Values)
        {
            pool.Configure(ConfiguredLimits(pool.ModelClass), now);
        }
    }

    // The lowest that any of its keys was given: a person who gave one meant to stay below it.
    private LimitSettings? ConfiguredLimits(string modelClass)
    {
        LimitSettings? lowest = null;
        foreach (var key in Keys)
        {
            if (key.Config.Limits is { } limits && Matching(limits, modelClass) is { } given)
            {
                lowest = lowest?.Lowest(given) ?? given;
            }
        }

        return lowest;
    }

    // The class itself, else its family ("sonnet" for "sonnet-5-5"), else any other.
    private static LimitSettings? Matching(IReadOnlyDictionary<string, LimitSettings> limits, string modelClass) =>
        limits.TryGetValue(modelClass, out var exact) ? exact
        : limits.TryGetValue(modelClass.Split('-')[0], out var family) ? family
        : limits.GetValueOrDefault("*");
}
