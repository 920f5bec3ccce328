using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads the <c>--org</c> of <c>simulate</c>: <c>name:rpm=,itpm=,otpm=[,keys=][,workspaces=]</c>, <c>name:tier</c>, or a tier's name alone.</summary>
public static class OrganizationOption
{
    /// <summary>A tier's limits are those that it gives the newest Sonnet; Opus and Haiku have the same (providers.md 1.2).</summary>
    private const string TierClass = "sonnet-5-5";

    private static readonly OrganizationSetting[] Settings =
    [
        new("rpm"), new("itpm"), new("otpm"), new("keys", Most: OrganizationSetting.MostKeys), new("workspaces", Most: OrganizationSetting.MostKeys),
    ];

    /// <exception cref="TraceFormatException">The message says what is wrong and what there is.</exception>
    public static OrganizationSpec Parse(string text)
    {
        OrganizationText organization;
        try
        {
            organization = OrganizationText.Parse(text, Settings);
        }
        catch (FormatException wrong)
        {
            throw new TraceFormatException($"--org {text}: {wrong.Message}");
        }

        if (organization is { Tier: null, Numbers.Count: 0 })
        {
            throw new TraceFormatException($"--org {text}: it is no tier ({string.Join(", ", ModelCatalog.BuiltIn.Tiers)}), and no limits are given");
        }

        var (name, numbers, workspaces) = (organization.Name, organization.Numbers, organization.Number("workspaces", 1));
        var keys = Math.Max(organization.Number("keys", 1), workspaces);
        var tier = organization.Tier is { } known ? ModelCatalog.BuiltIn.Tier(known)!.GetValueOrDefault(TierClass) : null; // a tier of the catalogue's
        return new OrganizationSpec(name)
        {
            Limits = new Dictionary<string, LimitSettings>
            {
                [OrganizationSpec.AnyClass] = new(
                    Limit("rpm") ?? tier?.RequestsPerMinute, Limit("itpm") ?? tier?.InputTokensPerMinute, Limit("otpm") ?? tier?.OutputTokensPerMinute),
            },
            Keys = keys == 1
                ? [new KeySpec(name)]
                : [.. Enumerable.Range(0, keys).Select(i => new KeySpec(
                    $"{name}-{i + 1}", i % workspaces == 0 ? "default" : $"w{(i % workspaces) + 1}"))],
        };

        long? Limit(string setting) => numbers.TryGetValue(setting, out var number) ? number : null;
    }
}
