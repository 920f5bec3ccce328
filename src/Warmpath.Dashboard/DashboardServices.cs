using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Warmpath.Dashboard.Live;
using Warmpath.Dashboard.Requests;
using Warmpath.Dashboard.Shell;
using Warmpath.Dashboard.SignIn;
using Warmpath.Gateway.Admin.Status;

namespace Warmpath.Dashboard;

/// <summary>Puts the dashboard into an application that has Warmpath's control plane.</summary>
public static class DashboardServices
{
    private const string Assets = "warmpath.staticwebassets.endpoints.json";

    public static IServiceCollection AddWarmpathDashboard(this IServiceCollection services)
    {
        services.AddSignIn();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FleetFeed>(
            provider, (Func<CancellationToken, Task<StatusJson>>)provider.GetRequiredService<StatusReader>().ReadAsync));
        services.AddHostedService(provider => provider.GetRequiredService<FleetFeed>());
        return services;
    }

    /// <summary>Puts in force what the store keeps. Await it before the first request.</summary>
    public static Task LoadDashboardAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<Passwords>().LoadAsync(cancellationToken);

    /// <summary>Call after the control plane: pages need to know who is signed in.</summary>
    public static void MapWarmpathDashboard(this WebApplication app)
    {
        app.UsePageGuards();
        app.UseAntiforgery();
        app.MapStaticAssets(Assets).Add(endpoint => endpoint.Metadata.Add(PageGuards.Mark));
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null) // ours says it
            .WithStaticAssets(Assets)
            .RequireAuthorization(Sessions.Scheme)
            .Add(endpoint => endpoint.Metadata.Add(PageGuards.Mark));
        app.MapSignOut();
        app.MapLedgerExport();
    }
}
