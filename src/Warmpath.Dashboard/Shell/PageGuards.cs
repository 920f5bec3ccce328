using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Warmpath.Dashboard.Shell;

/// <summary>What a browser is told to forbid on pages of the dashboard, and where live connections may come from.</summary>
internal static class PageGuards
{
    /// <summary>Marks the endpoints that these guards are for.</summary>
    public static readonly object Mark = new Marker();

    // Scripts: our own files only, none inline. Styles: the component library sets style attributes (positions of menus, widths of
    // bars), for which there is no other word than unsafe-inline; nothing that people write is ever put into one.
    private const string Policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        + "img-src 'self' data:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UsePageGuards(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Marker>() is null)
        {
            return next(context);
        }

        if (context.Request.Path.StartsWithSegments("/_blazor") && !IsSameOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });

    // Cookies do not tell ports apart, and a browser opens a socket to anywhere: without this, another program's page on the same
    // host could drive a signed-in person's connection (CWE-1385).
    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is var origin
        && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && HostString.FromUriComponent(from).ToString().Equals(Whole(request.Host), StringComparison.OrdinalIgnoreCase)));

    private static string Whole(HostString host) => host.Value ?? "";

    private sealed class Marker;
}
