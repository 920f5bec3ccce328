using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Worlds;

namespace Warmpath.Mock.Accounts;

/// <summary>An organization that the mock plays.</summary>
/// <param name="Name">In secrets and ids, so letters, digits and dashes.</param>
public sealed record MockOrganization(string Name)
{
    private static readonly OrganizationSetting[] Settings =
    [
        new("rpm"), new("itpm"), new("otpm"), new("keys", Most: OrganizationSetting.MostKeys), new("workspaces", Most: OrganizationSetting.MostKeys),
        new("workspace-rpm"), new("workspace-itpm"), new("workspace-otpm"), new("checks-thinking", Least: 0, Most: 1),
    ];

    /// <summary>Two organizations of the lowest tier with one key each: the least that a gateway has something to choose from.</summary>
    public static IReadOnlyList<MockOrganization> Defaults { get; } = [new("acme"), new("globex")];

    /// <summary>By model class, and for what is no model's: <see cref="MockTier.Apart"/>.</summary>
    public IReadOnlyDictionary<string, LimitSettings> Limits { get; init; } = MockTier.Start.Limits;

    /// <summary>How many keys of one workspace it has; they are dealt out to the workspaces in turn.</summary>
    public int Keys { get; init; } = 1;

    /// <summary>With more than one there is one key more, which reaches them all and has to name one per call (providers.md 4).</summary>
    public int Workspaces { get; init; } = 1;

    /// <summary>Lower limits of each workspace but the default one, which can have none (providers.md 1.1); an axis is null where there is none.</summary>
    public LimitSettings WorkspaceLimits { get; init; } = LimitSettings.Unknown;

    /// <summary>
    /// Whether it refuses thinking blocks of which the conversation before them was changed, as accounts created since 2026-08-31 do
    /// (providers.md 2.8).
    /// </summary>
    public bool ChecksThinking { get; init; }

    /// <summary>Reads what <see cref="OrganizationText"/> says, of these settings.</summary>
    /// <param name="tier">Whose limits it has where it names none.</param>
    /// <exception cref="FormatException">The message says what is wrong with which part.</exception>
    public static MockOrganization Parse(string text, MockTier tier)
    {
        var organization = OrganizationText.Parse(text, Settings);
        if (!organization.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new FormatException($"'{organization.Name}': an organization's name has letters, digits and dashes");
        }

        var own = MockTier.All.FirstOrDefault(each => each.Name.Equals(organization.Tier, StringComparison.OrdinalIgnoreCase)) ?? tier;
        return new(organization.Name)
        {
            // A limit given by hand holds for every model class; what is no model's has a limit of its own.
            Limits = own.Limits.ToDictionary(
                limits => limits.Key, limits => MockTier.Apart.Contains(limits.Key) ? limits.Value : With(limits.Value, organization, "")),
            Keys = organization.Number("keys", 1),
            Workspaces = organization.Number("workspaces", 1),
            WorkspaceLimits = With(LimitSettings.Unknown, organization, "workspace-"),
            ChecksThinking = organization.Number("checks-thinking", 0) != 0,
        };
    }

    internal OrganizationSpec Spec() => new(Name)
    {
        Limits = Limits,
        WorkspaceLimits = WorkspaceNames.Skip(1).ToDictionary(
            name => name, IReadOnlyDictionary<string, LimitSettings> (_) => LimitsOfWorkspace()),
        Keys = [],
    };

    /// <summary>The default workspace is the first.</summary>
    internal IEnumerable<string> WorkspaceNames => Enumerable.Range(1, Workspaces).Select(i => i == 1 ? "default" : $"workspace-{i}");

    private Dictionary<string, LimitSettings> LimitsOfWorkspace()
    {
        var limits = MockTier.Apart.ToDictionary(apart => apart, _ => LimitSettings.Unknown);
        limits[OrganizationSpec.AnyClass] = WorkspaceLimits;
        return limits;
    }

    private static LimitSettings With(LimitSettings limits, OrganizationText organization, string prefix)
    {
        return new(
            Of("rpm", limits.RequestsPerMinute), Of("itpm", limits.InputTokensPerMinute), Of("otpm", limits.OutputTokensPerMinute));

        long? Of(string setting, long? absent) => organization.Numbers.TryGetValue(prefix + setting, out var number) ? number : absent;
    }
}
