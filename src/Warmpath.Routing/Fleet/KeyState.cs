using Warmpath.Routing.Health;

namespace Warmpath.Routing.Fleet;

/// <summary>One key in the running fleet: a door to an organization and a workspace.</summary>
internal sealed class KeyState(KeyConfig config, Organization organization, Workspace workspace)
{
    /// <summary>How long a model that was refused (403, 404) is left alone; then one request asks again.</summary>
    private static readonly TimeSpan ModelBlock = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, BlockedModel> _blockedModels = [];

    public KeyConfig Config { get; set; } = config;

    public Organization Organization { get; set; } = organization;

    public Workspace Workspace { get; set; } = workspace;

    /// <summary>The key itself: refused by the provider.</summary>
    public Condition Condition { get; } = new();

    public int InFlight { get; set; }

    /// <summary>Lineages that it served last.</summary>
    public int LineagesAtHome
    {
        get;
        set
        {
            if (Present)
            {
                Organization.LineagesAtHome += value - field;
            }

            field = value;
        }
    }

    /// <summary>False once removed: requests on their way end undisturbed, nothing more is learned from them for the key.</summary>
    public bool Present { get; set; } = true;

    public bool Blocks(string model, DateTimeOffset now) => _blockedModels.Count > 0 && _blockedModels.TryGetValue(model, out var blocked) && blocked.Until > now;

    public void Block(string model, string reason, DateTimeOffset now)
    {
        if (_blockedModels.Count >= 100)
        {
            _blockedModels.Clear(); // made-up model names must not grow without bound
        }

        _blockedModels[model] = new BlockedModel(model, reason, now + ModelBlock);
    }

    public void Unblock(string model) => _blockedModels.Remove(model);

    public void UnblockAll() => _blockedModels.Clear();

    public IReadOnlyList<BlockedModel> BlockedModels(DateTimeOffset now) => [.. _blockedModels.Values.Where(b => b.Until > now)];

    /// <summary>What people see: what a person set, else the gravest of what is wrong.</summary>
    public (KeyStatus Status, string? Reason, DateTimeOffset? Until) Status(DateTimeOffset now)
    {
        if (!Config.Enabled)
        {
            return (KeyStatus.Disabled, "disabled by a person", null);
        }

        foreach (var condition in (ReadOnlySpan<Condition>)[Condition, Organization.Credit, Organization.Upstream])
        {
            if (Holds(condition, now))
            {
                return (condition.Status, condition.Reason, condition.Status == KeyStatus.Unreachable ? null : condition.Until);
            }
        }

        if (Config.Draining)
        {
            return (KeyStatus.Draining, "no new lineages; living ones stay until their cache is cold", null);
        }

        Condition? longest = null;
        foreach (var limits in Organization.Limits)
        {
            foreach (var pool in limits.Of(Workspace))
            {
                if (Holds(pool.Throttle, now) && (longest is null || pool.Throttle.Until > longest.Until))
                {
                    longest = pool.Throttle;
                }
            }
        }

        return longest is null ? (KeyStatus.Healthy, null, null) : (longest.Status, longest.Reason, longest.Until);
    }

    // A condition whose end has come is over for people, although its first request is still to prove it; a lost connection stays
    // until it is proven back, since its end was only a guess.
    private static bool Holds(Condition condition, DateTimeOffset now) =>
        condition.IsSet && !condition.IsDoubted && (condition.Until is null || condition.Until > now || condition.Status == KeyStatus.Unreachable);
}
