using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Warmpath.Dashboard;

/// <summary>The server of an application that listens nowhere: hands it requests that another application's server has received.</summary>
internal sealed class BorrowedServer : IServer
{
    private Func<IFeatureCollection, Task>? _serve;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = features => ServeAsync(application, features);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The request with all that belongs to its connection, but with services of the application that borrows it.</summary>
    /// <param name="services">Of that application.</param>
    /// <returns>False when it answered nothing, since nothing of it is there: <see cref="NothingHere"/>.</returns>
    public async Task<bool> PassAsync(HttpContext http, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var visit = new Visit { RequestServices = scope.ServiceProvider };
        var features = new FeatureCollection(http.Features);
        features.Set(visit);
        features.Set<IServiceProvidersFeature>(visit);

        // Which endpoint it is and who asks it finds out by itself.
        features.Set<IEndpointFeature>(visit);
        features.Set<IRouteValuesFeature>(new RouteValuesFeature());
        features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature());
        await _serve!(features); // the application was started
        return !visit.FoundNothing;
    }

    /// <summary>The end of the application's pipeline.</summary>
    public static Task NothingHere(HttpContext http)
    {
        http.Features.GetRequiredFeature<Visit>().FoundNothing = true;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private static async Task ServeAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception failure)
        {
            application.DisposeContext(context, failure);
            throw;
        }

        application.DisposeContext(context, null);
    }

    private sealed class Visit : IServiceProvidersFeature, IEndpointFeature
    {
        public required IServiceProvider RequestServices { get; set; }

        public Endpoint? Endpoint { get; set; }

        public bool FoundNothing { get; set; }
    }
}
