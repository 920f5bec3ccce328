using System.Globalization;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;

namespace Warmpath.Mock.Accounts;

/// <summary>An organization that the mock plays.</summary>
/// <param name="Name">In secrets and ids, so letters, digits and dashes.</param>
public sealed record MockOrganization(string Name)
{
    /// <summary>Two organizations of the lowest tier with one key each: the least that a gateway has something to choose from.</summary>
    public static IReadOnlyList<MockOrganization> Defaults { get; } = [new("acme"), new("globex")];

    /// <summary>By model class, and for counting tokens.</summary>
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

    /// <summary>Reads <c>name[:rpm=N,itpm=N,otpm=N,keys=N,workspaces=N,workspace-rpm=N,workspace-itpm=N,workspace-otpm=N,checks-thinking=0|1]</c>.</summary>
    /// <param name="tier">Whose limits it has where none is given.</param>
    /// <exception cref="FormatException">The message says what is wrong with which part.</exception>
    public static MockOrganization Parse(string text, MockTier tier)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new FormatException($"'{text}': an organization's name has letters, digits and dashes.");
        }

        var organization = new MockOrganization(name) { Limits = tier.Limits };
        var parts = colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return parts.Aggregate(organization, (sofar, part) => sofar.With(part));
    }

    internal OrganizationSpec Spec() => new(Name)
    {
        Limits = Limits,
        WorkspaceLimits = WorkspaceNames.Skip(1).ToDictionary(
            name => name,
            IReadOnlyDictionary<string, LimitSettings> (_) => new Dictionary<string, LimitSettings> { [OrganizationSpec.AnyClass] = WorkspaceLimits }),
        Keys = [],
    };

    /// <summary>The default workspace is the first.</summary>
    internal IEnumerable<string> WorkspaceNames => Enumerable.Range(1, Workspaces).Select(i => i == 1 ? "default" : $"workspace-{i}");

    private MockOrganization With(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !int.TryParse(part[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"'{part}' is not NAME=NUMBER.");
        }

        var name = part[..equals];
        if (number == 0 && name != "checks-thinking")
        {
            throw new FormatException($"'{part}': has to be at least 1.");
        }

        return name switch
        {
            "rpm" => Limit(limits => limits with { RequestsPerMinute = number }),
            "itpm" => Limit(limits => limits with { InputTokensPerMinute = number }),
            "otpm" => Limit(limits => limits with { OutputTokensPerMinute = number }),
            "keys" => this with { Keys = number },
            "workspaces" => this with { Workspaces = number },
            "workspace-rpm" => this with { WorkspaceLimits = WorkspaceLimits with { RequestsPerMinute = number } },
            "workspace-itpm" => this with { WorkspaceLimits = WorkspaceLimits with { InputTokensPerMinute = number } },
            "workspace-otpm" => this with { WorkspaceLimits = WorkspaceLimits with { OutputTokensPerMinute = number } },
            "checks-thinking" => this with { ChecksThinking = number != 0 },
            _ => throw new FormatException($"'{part}': known are rpm, itpm, otpm, keys, workspaces, workspace-rpm, workspace-itpm, workspace-otpm, checks-thinking."),
        };
    }

    /// <summary>A limit given by hand holds for every model class; counting tokens has a limit of its own.</summary>
    private MockOrganization Limit(Func<LimitSettings, LimitSettings> change) => this with
    {
        Limits = Limits.ToDictionary(
            limits => limits.Key,
            limits => limits.Key == MockTier.CountTokens ? limits.Value : change(limits.Value)),
    };
}
