using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using Warmpath.Gateway.Admin;
using Warmpath.Gateway.Admin.Access;
using Warmpath.Gateway.Admin.Clients;
using Warmpath.Gateway.Admin.Counterfactual;
using Warmpath.Gateway.Admin.Keys;
using Warmpath.Gateway.Admin.OpenApi;
using Warmpath.Gateway.Admin.Settings;
using Warmpath.Gateway.Admin.Status;
using Warmpath.Gateway.Budgets;
using Warmpath.Gateway.Checks;
using Warmpath.Gateway.Clients;
using Warmpath.Gateway.Events;
using Warmpath.Gateway.Keys;
using Warmpath.Gateway.Makers;
using Warmpath.Gateway.Probes;
using Warmpath.Gateway.Recording;
using Warmpath.Gateway.Settings;
using Warmpath.Gateway.Traffic;
using Warmpath.Gateway.Upstream;
using Warmpath.Routing;
using Warmpath.Routing.Catalog;
using Warmpath.Routing.Deciding;
using Warmpath.Storage;

namespace Warmpath.Gateway;

/// <summary>Everything of the gateway but the requests that pass through it: the fleet and who may change it.</summary>
public static class ControlPlane
{
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>The router, what it is fed with, and the admin API over it. The store, open, has to be among the services.</summary>
    public static IServiceCollection AddWarmpathControlPlane(this IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton<TimeProvider>(new SteadyTime(time));
        services.AddSingleton(provider =>
            new Router(ModelCatalog.BuiltIn, new RouterSettings(), provider.GetRequiredService<EventJournal>().Happened));
        services.AddSingleton<EventJournal>().AddSingleton<KeyRing>().AddSingleton<MakerDirectory>().AddSingleton<ClientDirectory>().AddSingleton<Allowances>();
        services.AddSingleton<LiveSettings>().AddSingleton<LiveCatalog>();
        services.TryAddSingleton(new UpstreamProxy(null));
        services.TryAddSingleton<ResolveName>(Dns.GetHostAddressesAsync);
        services.AddSingleton<UpstreamTransport>().AddSingleton<KeyCheck>();
        services.AddSingleton<KeyDirectory>().AddSingleton<FleetMeter>();
        services.AddSingleton<RecentTraffic>().AddSingleton<DayTraffic>().AddSingleton<StatusReader>();
        services.AddSingleton<KeyOperations>().AddSingleton<ClientOperations>().AddSingleton<SettingsOperations>();
        services.AddSingleton<TrafficFeed>().AddSingleton<CounterfactualReader>();
        services.AddSingleton<AdminAccess>().AddSingleton<FailedSignIns>();
        services.AddHostedService<EventWriter>().AddHostedService<DiscoveryWriter>().AddHostedService<DueChecks>().AddHostedService<HourlyRetention>()
            .AddHostedService<RecentTrafficLoading>();

        WarmpathStore.ProtectDataOf(services); // else keys for cookies would be kept in the user's home
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AdminAuthentication>(AdminAuthentication.Name, displayName: null, configureOptions: null);
        services.AddAuthorizationBuilder().AddPolicy(
            AdminAuthentication.Name, policy => policy.AddAuthenticationSchemes(AdminAuthentication.Name).RequireAuthenticatedUser());
        services.AddProblemDetails().AddExceptionHandler<StoreTroubleHandler>().AddOpenApi(AdminDescription.Configure);
        services.ConfigureHttpJsonOptions(json => AdminJson.Apply(json.SerializerOptions));
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Warmpath", RuntimeMeter)
            .AddView(instrument => instrument.Meter.Name == RuntimeMeter ? new MetricStreamConfiguration { CardinalityLimit = 100 } : null) // room for 2,000 else
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>Puts what the store keeps in force. Await it before the first request.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task LoadWarmpathAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<LiveSettings>().LoadAsync(cancellationToken);
        await services.GetRequiredService<LiveCatalog>().LoadAsync(cancellationToken);
        await services.GetRequiredService<ClientDirectory>().LoadAsync(cancellationToken);
        await services.GetRequiredService<Allowances>().LoadAsync(cancellationToken);
        await services.GetRequiredService<KeyRing>().LoadAsync(cancellationToken);
        await services.GetRequiredService<MakerDirectory>().LoadAsync(cancellationToken);
        services.GetRequiredService<FleetMeter>();
        services.GetRequiredService<StatusReader>(); // it counts the uptime from here

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (lineages, warmth) = await services.GetRequiredService<WarmpathStore>().ReadRoutingStateAsync(now, cancellationToken);
        services.GetRequiredService<Router>().Restore(lineages, warmth, now);
    }

    /// <summary>Call after the data plane.</summary>
    public static void MapWarmpathControlPlane(this WebApplication app)
    {
        // From here on endpoints are looked up, in a tree that is made for the first request that comes so far: the data plane and the probes wait for none of it.
        app.UseProbes();
        app.UseRouting();

        // Errors that the framework makes of its own accord (a wrong method, a fault of ours) get their bodies here.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/admin"), admin =>
        {
            admin.UseExceptionHandler();
            admin.UseStatusCodePages();
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAdminApi();
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
