using System.Globalization;
using Warmpath.Routing.Catalog;

namespace Warmpath.Simulation.Worlds;

/// <summary>An organization as <c>--org</c> says it: <c>name[:tier][,setting=number…]</c>, or a tier's name alone, which is then its own too.</summary>
/// <param name="Tier">As the catalogue spells it; null when none is named.</param>
/// <param name="Numbers">What was set, by setting.</param>
public sealed record OrganizationText(string Name, string? Tier, IReadOnlyDictionary<string, long> Numbers)
{
    /// <param name="settings">Those that there are.</param>
    /// <exception cref="FormatException">The message says what is wrong with which part, and what there is.</exception>
    public static OrganizationText Parse(string text, IReadOnlyList<OrganizationSetting> settings)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (name.Length == 0)
        {
            throw new FormatException("the organization has no name");
        }

        var tier = colon < 0 ? TierOf(text) : null;
        var numbers = new Dictionary<string, long>();
        foreach (var part in colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var given = part.Split('=', 2);
            if (given.Length == 1)
            {
                tier = TierOf(part) ?? throw new FormatException($"'{part}' is no tier ({string.Join(", ", ModelCatalog.BuiltIn.Tiers)}) and no NAME=NUMBER; {Known(settings)}");
                continue;
            }

            var setting = settings.FirstOrDefault(setting => setting.Name == given[0]) ?? throw new FormatException($"there is no {given[0]}; {Known(settings)}");
            numbers[setting.Name] = long.TryParse(given[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= setting.Least && number <= setting.Most
                ? number
                : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{setting.Name} needs a whole number from {setting.Least} to {setting.Most}"));
        }

        return new(name, tier, numbers);
    }

    public int Number(string setting, int absent) => (int)Numbers.GetValueOrDefault(setting, absent);

    private static string? TierOf(string name) => ModelCatalog.BuiltIn.Tiers.FirstOrDefault(tier => tier.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Known(IReadOnlyList<OrganizationSetting> settings) => $"known are {string.Join(", ", settings.Select(setting => setting.Name))}";
}
