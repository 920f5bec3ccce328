using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Warmpath.Gateway.Probes;

/// <summary><c>/</c>: says to a person with a browser that Warmpath runs. No secret, no script, nothing loaded from elsewhere.</summary>
internal static class FrontPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Warmpath</title></head>
        <body>
        <h1>Warmpath runs</h1>
        <p>This gateway holds a team's provider keys and sends every request where its prompt cache is warm.</p>
        <p>See how it fares with <code>warmpath status</code>, or through the
        <a href="/admin/api/v1/openapi.json">admin API</a>.</p>
        </body>
        </html>

        """;

    public static void MapFrontPage(this IEndpointRouteBuilder routes) => routes.MapGet("/", Show).ExcludeFromDescription();

    private static ContentHttpResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(Html, "text/html; charset=utf-8");
    }
}
