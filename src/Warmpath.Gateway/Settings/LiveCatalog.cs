using System.Text.Json;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Storage;

namespace Warmpath.Gateway.Settings;

/// <summary>The catalogue in force: the one that ships with this build, and what people laid over it, so that prices change without a release.</summary>
public sealed class LiveCatalog(WarmpathStore store, Router router)
{
    private const string OverlayName = "catalog-overlay";

    private volatile byte[] _overlay = "{}"u8.ToArray();

    /// <summary>The overlay as it was put, in the format of the built-in catalogue; <c>{}</c> for none.</summary>
    public ReadOnlyMemory<byte> Overlay => _overlay;

    /// <summary>Takes over what the store holds. Call once, before the first request.</summary>
    /// <exception cref="FormatException">The stored overlay is none for this version; the message says where and what.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetValueAsync(OverlayName, cancellationToken) is { } overlay)
        {
            router.Catalog = ModelCatalog.Parse(overlay, ModelCatalog.BuiltIn);
            _overlay = overlay;
        }
    }

    /// <summary>Replaces the overlay; an empty object clears it. Prices hold for answers from now on: rows already written stay.</summary>
    /// <exception cref="FormatException">It is no catalogue; the message says where and what. Nothing was changed.</exception>
    public async Task ReplaceAsync(JsonElement overlay, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(overlay);
        var clears = json is [(byte)'{', (byte)'}'];
        var catalog = clears ? ModelCatalog.BuiltIn : ModelCatalog.Parse(json, ModelCatalog.BuiltIn);
        await store.SetValueAsync(OverlayName, clears ? null : json, cancellationToken);
        router.Catalog = catalog;
        _overlay = json;
    }
}
