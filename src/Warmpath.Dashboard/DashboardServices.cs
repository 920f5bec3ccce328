using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Dashboard.SignIn;
using Warmpath.Gateway.DataPlane;

namespace Warmpath.Dashboard;

/// <summary>Puts the dashboard into an application that has Warmpath's control plane.</summary>
public static class DashboardServices
{
    public static IServiceCollection AddWarmpathDashboard(this IServiceCollection services) =>
        services.AddSingleton<Passwords>().AddSingleton<Sessions>().AddSingleton<DashboardApplication>();

    /// <summary>Puts in force what the store keeps. Await it before the first request.</summary>
    public static Task LoadDashboardAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<Passwords>().LoadAsync(cancellationToken);

    /// <summary>Call after the control plane: what is there is not asked for here.</summary>
    public static void MapWarmpathDashboard(this WebApplication app)
    {
        var dashboard = app.Services.GetRequiredService<DashboardApplication>();
        app.Use(async (http, next) =>
        {
            if (!DataPlaneMapping.HasNothingFor(http) || !await dashboard.ServeAsync(http))
            {
                await next(http);
            }
        });
    }
}
