using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Bodies;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Settings;
using Warmpath.Routing.Catalog;

namespace Warmpath.Gateway.Admin.Catalog;

/// <summary>The catalogue in both its layers; an entry of the overlay wins over the built-in one.</summary>
public sealed record CatalogJson(JsonElement BuiltIn, JsonElement Overlay);

/// <summary><c>/catalog</c>: models, prices and limits classes, which change without a release.</summary>
internal static class CatalogEndpoints
{
    private static readonly JsonElement BuiltIn = ReadBuiltIn();

    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var catalog = api.MapGroup("/catalog").WithTags("catalog");
        catalog.MapGet("", Get).WithSummary("The model catalogue: the built-in one and what was laid over it");
        catalog.MapPut("", Replace).WithSummary("Replaces the overlay; an empty object clears it").Takes<object>();
    }

    private static Ok<CatalogJson> Get(LiveCatalog catalog) => TypedResults.Ok(Show(catalog));

    private static async Task<Results<Ok<CatalogJson>, ProblemHttpResult>> Replace(
        JsonBody body, LiveCatalog catalog, EventJournal journal, CancellationToken cancellationToken)
    {
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var before = catalog.Overlay;
        try
        {
            await catalog.ReplaceAsync(body.AsElement(), cancellationToken);
        }
        catch (FormatException fault)
        {
            return Problems.Invalid("body", $"is no catalogue: {fault.Message.TrimEnd('.')}");
        }

        if (!before.Span.SequenceEqual(catalog.Overlay.Span))
        {
            journal.Done("catalog_changed", "catalog", "The catalogue's overlay was replaced.", AdminAuthentication.Person);
        }

        return TypedResults.Ok(Show(catalog));
    }

    private static CatalogJson Show(LiveCatalog catalog)
    {
        using var overlay = JsonDocument.Parse(catalog.Overlay);
        return new CatalogJson(BuiltIn, overlay.RootElement.Clone());
    }

    private static JsonElement ReadBuiltIn()
    {
        using var file = typeof(ModelCatalog).Assembly.GetManifestResourceStream("models.json")!; // embedded by the project file
        using var document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }
}
