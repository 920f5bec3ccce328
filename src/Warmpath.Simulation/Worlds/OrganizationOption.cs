using System.Globalization;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Limits;
using Warmpath.Simulation.Providers;
using Warmpath.Simulation.Traces;

namespace Warmpath.Simulation.Worlds;

/// <summary>Reads <c>--org name:rpm=,itpm=,otpm=[,keys=][,workspaces=]</c>, or <c>name:tier</c>, or a tier's name alone.</summary>
public static class OrganizationOption
{
    private const int MostKeys = 1000;

    /// <summary>A tier's limits are those that it gives the newest Sonnet; Opus and Haiku have the same (providers.md 1.2).</summary>
    private const string TierClass = "sonnet-5-5";

    /// <exception cref="TraceFormatException">The message says what is wrong and what there is.</exception>
    public static OrganizationSpec Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var rest = colon < 0 ? text : text[(colon + 1)..];
        if (name.Length == 0)
        {
            throw new TraceFormatException($"--org {text}: the organization has no name");
        }

        LimitSettings? limits = null;
        var (keys, workspaces) = (1, 1);
        foreach (var part in rest.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var given = part.Split('=', 2);
            if (given.Length == 1)
            {
                limits = Tier(given[0]) ?? throw new TraceFormatException(
                    $"--org {text}: '{part}' is no tier ({string.Join(", ", ModelCatalog.BuiltIn.Tiers)}) and no rpm=, itpm=, otpm=, keys= or workspaces=");
                continue;
            }

            var number = long.TryParse(given[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0
                ? parsed
                : throw new TraceFormatException($"--org {text}: {given[0]} needs a whole number above 0");
            limits ??= new(null, null, null);
            switch (given[0])
            {
                case "rpm": limits = limits with { RequestsPerMinute = number }; break;
                case "itpm": limits = limits with { InputTokensPerMinute = number }; break;
                case "otpm": limits = limits with { OutputTokensPerMinute = number }; break;
                case "keys" when number <= MostKeys: keys = (int)number; break;
                case "workspaces" when number <= MostKeys: workspaces = (int)number; break;
                default: throw new TraceFormatException($"--org {text}: there is no {given[0]}={number}");
            }
        }

        keys = Math.Max(keys, workspaces);
        return new OrganizationSpec(name)
        {
            Limits = new Dictionary<string, LimitSettings> { [OrganizationSpec.AnyClass] = limits ?? new(null, null, null) },
            Keys = keys == 1
                ? [new KeySpec(name)]
                : [.. Enumerable.Range(0, keys).Select(i => new KeySpec(
                    $"{name}-{i + 1}", i % workspaces == 0 ? "default" : $"w{(i % workspaces) + 1}"))],
        };
    }

    private static LimitSettings? Tier(string name) => ModelCatalog.BuiltIn.Tier(name)?.GetValueOrDefault(TierClass);
}
