using System.Collections.Concurrent;
using System.Text.Json;
using Warmpath.Routing.Limits;

namespace Warmpath.Routing.Catalog;

/// <summary>Models with prices, minimum sizes, classes and thinking portability, and the tiers' limits: data with effective dates.</summary>
/// <remarks>Immutable and thread-safe. <c>docs/catalog.md</c> describes the format and how a model finds its entry.</remarks>
public sealed class ModelCatalog
{
    // Names come from clients: so many unlisted ones are remembered, any more are looked up anew each time.
    private const int MostRemembered = 1_000;
    private const int LongestRemembered = 128;

    private static readonly Lazy<ModelCatalog> Shipped = new(ReadShipped);

    private readonly List<ModelEntry> _entries;
    private readonly ModelEntry _anyOther;
    private readonly Dictionary<string, IReadOnlyDictionary<string, LimitSettings>> _tiers;
    private readonly ConcurrentDictionary<string, ModelEntry> _byName = new(StringComparer.Ordinal);
    private int _remembered;

    private ModelCatalog(CatalogFile file, ModelCatalog? below)
    {
        _entries = [.. file.Models, .. below?._entries.ExceptBy(file.Models.Select(entry => entry.Id), entry => entry.Id) ?? []];
        _anyOther = _entries.FirstOrDefault(entry => entry.Id == ModelEntry.AnyOther)
            ?? throw new FormatException($"models: expected an entry with the id `{ModelEntry.AnyOther}`, for all other models.");
        foreach (var entry in _entries)
        {
            foreach (var name in entry.Names)
            {
                _byName.TryAdd(name, entry);
            }
        }

        Classes = [.. _entries.SelectMany(entry => entry.Periods).Select(period => period.Facts.Class).Where(name => name != ModelEntry.AnyOther).Distinct().Order(StringComparer.Ordinal)];
        _tiers = new(below?._tiers ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var (tier, limits) in file.Tiers)
        {
            _tiers[tier] = limits;
        }
    }

    /// <summary>The catalogue that ships with this build.</summary>
    public static ModelCatalog BuiltIn => Shipped.Value;

    /// <summary>The model classes that it names. Besides them a model that it does not know is in one of its family's name, or of its own.</summary>
    public IReadOnlyCollection<string> Classes { get; }

    /// <summary>Names of the tiers whose limits are known.</summary>
    public IReadOnlyCollection<string> Tiers => _tiers.Keys;

    /// <summary>Reads a catalogue in the format of <c>Catalog/models.json</c>; its entries win over those of <paramref name="below"/>.</summary>
    /// <exception cref="FormatException">The text is no catalogue; the message says where and what.</exception>
    public static ModelCatalog Parse(ReadOnlySpan<byte> json, ModelCatalog? below)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new() { AllowDuplicateProperties = false });
            return new(CatalogFile.Read(document.RootElement), below);
        }
        catch (JsonException error)
        {
            throw new FormatException($"The catalogue is not valid JSON: {error.Message}", error);
        }
    }

    /// <param name="model">As a client names it.</param>
    /// <param name="at">UTC; before the first known price that price holds.</param>
    /// <returns>Never null: an unknown model gets the facts of its family, or those of <c>*</c>.</returns>
    public ModelFacts Facts(string model, DateTimeOffset at) => (_byName.GetValueOrDefault(model) ?? Find(model)).At(at);

    /// <summary>What an organization of this tier may do, by model class (providers.md 1.2).</summary>
    /// <param name="name">In any case, such as <c>Build</c>.</param>
    /// <returns>Null when the tier is unknown.</returns>
    public IReadOnlyDictionary<string, LimitSettings>? Tier(string name) => _tiers.GetValueOrDefault(name);

    private ModelEntry Find(string model)
    {
        var name = ModelName.WithoutDate(model);
        var entry = _byName.GetValueOrDefault(name)
            ?? FindFamily(name)
            ?? _anyOther.StandInFor(model);
        if (model.Length <= LongestRemembered && Volatile.Read(ref _remembered) < MostRemembered && _byName.TryAdd(model, entry))
        {
            Interlocked.Increment(ref _remembered);
        }

        return entry;
    }

    // A family of more words is the nearer kin. Entries stand newest first: the first of a family is the best guess for a model of it
    // that came later. Where limits are each model's own (providers.md 7.2), so are those of that model.
    private ModelEntry? FindFamily(string name) =>
        _entries.Where(entry => entry.IsKinOf(name)).OrderByDescending(entry => entry.Family.Count).FirstOrDefault() is { } newest
            ? newest.StandInFor(newest.IsClassByItself ? name : string.Join('-', newest.Family))
            : null;

    private static ModelCatalog ReadShipped()
    {
        using var resource = typeof(ModelCatalog).Assembly.GetManifestResourceStream("models.json")!; // embedded by the project file
        var json = new byte[resource.Length];
        resource.ReadExactly(json);
        return Parse(json, below: null);
    }
}
