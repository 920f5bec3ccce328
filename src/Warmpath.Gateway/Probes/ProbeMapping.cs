using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Warmpath.Gateway.Probes;

/// <summary><c>/healthz</c> and <c>/readyz</c>, for supervisors and load balancers. They answer before any endpoint is looked up.</summary>
internal static class ProbeMapping
{
    public static void UseProbes(this WebApplication app) => app.Use((http, next) =>
        HttpMethods.IsGet(http.Request.Method) && Answer(http.Request.Path, app.Lifetime) is { } answer ? answer.ExecuteAsync(http) : next(http));

    private static ContentHttpResult? Answer(PathString path, IHostApplicationLifetime lifetime) =>
        path.Equals("/healthz") ? TypedResults.Text("ok\n")
        : path.Equals("/readyz") ? Ready(lifetime)
        : null;

    private static ContentHttpResult Ready(IHostApplicationLifetime lifetime)
    {
        var state = lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
            : lifetime.ApplicationStarted.IsCancellationRequested ? "ready"
            : "starting";
        return TypedResults.Text(state + "\n", statusCode: state == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
