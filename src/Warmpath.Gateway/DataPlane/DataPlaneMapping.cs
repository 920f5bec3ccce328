using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.DataPlane;

/// <summary>Puts the data plane into an application, beside whatever else it serves.</summary>
public static class DataPlaneMapping
{
    private static readonly Fallback Nothing = new();

    /// <summary>
    /// Serves the provider's paths, and answers 404 in the provider's shape where no endpoint of the application matches. Call before
    /// other middleware: a request with a virtual key is none of its business.
    /// </summary>
    public static void MapWarmpathDataPlane(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<DataPlaneEndpoint>();
        app.Use((http, next) => Framing.IsAmbiguous(http.Request) ? AnswerAsync(http, null, ApiError.Ambiguous) : next(http));
        app.Use((http, next) =>
            Routes.Find(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget) is { } route
                ? ServeAsync(endpoint, http, route)
                : Task.Run(() => next(http))); // what people ask for may take long: not on a thread that serves sockets
        app.MapFallback("{**path}", http => AnswerAsync(http, null, ApiError.NotFound)).WithMetadata(Nothing);
    }

    /// <summary>No endpoint of the application matched: the answer will be a 404.</summary>
    public static bool HasNothingFor(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Fallback>() is not null;

    private static Task ServeAsync(DataPlaneEndpoint endpoint, HttpContext http, Route route)
    {
        if (!Routes.IsUrl(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            return AnswerAsync(http, route, ApiError.NoUrl);
        }

        if (!route.Takes(http.Request.Method))
        {
            return AnswerAsync(http, route, ApiError.MethodNotAllowed(route.Allow));
        }

        // Claude Code warms its connection up with it, without a credential.
        return route.Resource == Resource.Hello ? Task.CompletedTask : endpoint.HandleAsync(http, route);
    }

    private static Task AnswerAsync(HttpContext http, Route? route, ApiError error)
    {
        var provider = route?.Provider
            ?? (Routes.IsOpenAIs(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget) ? Providers.OpenAI : Providers.Anthropic);
        return error.WriteAsync(http.Response, RequestId.New(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()), provider);
    }

    private sealed class Fallback;
}
