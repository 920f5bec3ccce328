using Warmpath.Routing;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Bounds;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Simulation.Workloads;

/// <summary>The workloads that <c>--scenario</c> names; <c>docs/simulate.md</c> describes them for people.</summary>
public static class BuiltInWorkloads
{
    /// <summary>At <c>tight</c> the organizations' input limits sum to this many times the mean need.</summary>
    private const double TightShare = 1.5;

    /// <summary>The Start tier of providers.md 1.2: more than a few developers can use.</summary>
    private static readonly LimitSettings Ample = new(1_000, 2_000_000, 400_000);

    /// <summary>Some 80 requests for each developer in eight hours: short bursts, long pauses.</summary>
    private static readonly TeamParameters Day = new() { Developers = 5, CallsInBurst = (1, 4), PauseSeconds = 620, PauseSpread = 0.9, SubagentChance = 0.05 };

    /// <summary>Agents that work longer on their own, with more subagents, and developers who come back sooner.</summary>
    private static readonly TeamParameters Heavy = new()
    {
        Developers = 20,
        CallsInBurst = (3, 12),
        PauseSeconds = 300,
        CompactAt = 90_000,
        SubagentChance = 0.15,
        Subagents = (1, 4),
        CallsOfSubagent = (3, 8),
    };

    private static readonly Dictionary<string, Func<string, SeededRandom, Workload>> Makers = new()
    {
        ["team-day"] = (name, random) => Team(name, Day, random, Three(Ample)),
        ["team-20"] = (name, random) => Team(name, Heavy, random, Tiers(("start", 3, 1))),
        ["team-100"] = (name, random) => Team(name, Heavy with { Developers = 100 }, random, Tiers(("start", 3, 1), ("build", 2, 2), ("scale", 1, 2))),
        ["team-500"] = (name, random) => Team(name, Heavy with { Developers = 500 }, random, Tiers(("start", 12, 1), ("build", 6, 2), ("scale", 2, 3))),
        ["fan-out"] = (name, random) => Team(name, FanOut, random, Three(Ample)),
        ["tight"] = Tight,
        ["outage"] = Outage,
    };

    /// <summary>Twenty developers whose agents hardly ever rest.</summary>
    private static TeamParameters Driven => Heavy with { CallsInBurst = (5, 20), PauseSeconds = 150, PauseSpread = 1.0 };

    private static TeamParameters FanOut => Heavy with
    {
        Developers = 4, Hours = 4, CallsInBurst = (2, 4), SubagentChance = 0.7, Subagents = (8, 20), BriefingTokens = 8_000,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <exception cref="ArgumentException">There is no such workload; the message names those that there are.</exception>
    public static Workload Draw(string name, ulong seed) => Makers.TryGetValue(name, out var make)
        ? make(name, new SeededRandom(seed))
        : throw new ArgumentException($"There is no scenario '{name}'. There are: {string.Join(", ", Names)}.", nameof(name));

    private static Workload Team(string name, TeamParameters team, SeededRandom random, IReadOnlyList<OrganizationSpec> organizations) =>
        new(name, TeamWorkload.Draw(team, random), new World { Organizations = organizations });

    private static Workload Tight(string name, SeededRandom random)
    {
        var trace = TeamWorkload.Draw(Driven, random);
        var open = new World { Organizations = [] };
        var need = LowerBounds.Of(trace, open, CancellationToken.None).ChargedPerMinute;
        var each = (long)Math.Ceiling(need * TightShare / 3 / 1000) * 1000;
        return new(name, trace, open with { Organizations = Three(new(1_000, each, each / 5)) });
    }

    // One of three organizations answers 529 from the second hour on, for forty minutes.
    private static Workload Outage(string name, SeededRandom random)
    {
        var team = Team(name, Heavy with { Hours = 4 }, random, Tiers(("start", 3, 1)));
        return team with
        {
            World = team.World with { Outages = [new(team.World.Organizations[0].Name, TimeSpan.FromHours(1), TimeSpan.FromMinutes(100))] },
        };
    }

    private static List<OrganizationSpec> Three(LimitSettings limits) => [Limited("a", limits), Limited("b", limits), Limited("c", limits)];

    private static List<OrganizationSpec> Tiers(params (string Tier, int Count, int Keys)[] tiers) =>
        [.. tiers.SelectMany(tier => Enumerable.Range(1, tier.Count).Select(
            i => OrganizationOption.Parse($"{tier.Tier}-{i}:{tier.Tier}") with { Keys = Keys($"{tier.Tier}-{i}", tier.Keys) }))];

    private static List<KeySpec> Keys(string organization, int count) =>
        count == 1 ? [new KeySpec(organization)] : [.. Enumerable.Range(1, count).Select(i => new KeySpec($"{organization}-key{i}"))];

    private static OrganizationSpec Limited(string name, LimitSettings limits) =>
        new(name) { Limits = new Dictionary<string, LimitSettings> { [OrganizationSpec.AnyClass] = limits } };
}
