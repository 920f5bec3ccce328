namespace Warmpath.Routing.Catalog;

/// <summary>Models with prices, minimum sizes, classes and thinking portability: data with effective dates.</summary>
public sealed class ModelCatalog
{
    /// <summary>The catalogue that ships with this build.</summary>
    public static ModelCatalog BuiltIn => throw new NotSupportedException();

    /// <summary>Reads a catalogue in the format of <c>Catalog/models.json</c>; its entries win over those of <paramref name="below"/>.</summary>
    /// <exception cref="FormatException">The text is no catalogue; the message says where and what.</exception>
    public static ModelCatalog Parse(ReadOnlySpan<byte> json, ModelCatalog? below) => throw new NotSupportedException();

    /// <returns>Never null: an unknown model gets the facts of its family, or those of <c>*</c>.</returns>
    public ModelFacts Facts(string model, DateTimeOffset at) => throw new NotSupportedException();
}
